/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.EventTimes;
import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.KafkaSinks;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.kafka.TimedDecoder;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.share.ShareEnds;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import io.millrace.models.graph.transit.GraphEvent;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.ConfigOption;

/** The Kafka ends of the pipeline, as a configuration wants them. */
final class GraphEnds {
  private GraphEnds() {}

  /** The topic of interactions. */
  static GraphSources sources(JobConfiguration configuration) {
    TimedDecoder<GraphEvent> decoder =
        new TimedDecoder<>(
            new Interactions(),
            GraphEvent::timeMillis,
            EventTimes.ofInteractions(),
            configuration.get(GraphOptions.MAX_AHEAD));
    return new GraphSources(
        KafkaSources.records(
            KafkaEnds.connection(configuration),
            Reading.of(
                    configuration.get(TopicOptions.GRAPH_INTERACTIONS),
                    configuration.get(KafkaOptions.GROUP_ID))
                .from(KafkaEnds.start(configuration))),
        decoder.watermarks(
            configuration.get(GraphOptions.DISORDER_BOUND),
            configuration.get(GraphOptions.IDLE_TIMEOUT),
            TemporalGraphJob.NAME,
            configuration.get(GraphOptions.MAX_APART)),
        decoder,
        follows(configuration) ? ShareEnds.models(configuration) : null);
  }

  /** The topics of predictions, embeddings, reports, late edges and dead letters. */
  static GraphSinks sinks(JobConfiguration configuration) {
    return new GraphSinks(
        sink(
            configuration,
            TopicOptions.GRAPH_PREDICTIONS,
            TemporalGraphJob.PREDICTIONS,
            GraphWriters.predictions()),
        sink(
            configuration,
            TopicOptions.GRAPH_EMBEDDINGS,
            TemporalGraphJob.EMBEDDINGS,
            GraphWriters.embeddings()),
        sink(
            configuration,
            TopicOptions.GRAPH_REPORTS,
            TemporalGraphJob.REPORTS,
            GraphWriters.reports()),
        sink(configuration, TopicOptions.GRAPH_LATE, TemporalGraphJob.LATE, GraphWriters.late()),
        sink(
            configuration,
            TopicOptions.DEAD_LETTERS,
            TemporalGraphJob.DEAD_LETTERS,
            RecordWriters.deadLetters(SingleObjectFraming.released())),
        Sharing.of(configuration).publishes()
            ? ShareEnds.updates(configuration, TemporalGraphJob.UPDATES)
            : null);
  }

  private static boolean follows(JobConfiguration configuration) {
    return Sharing.of(configuration).follows()
        || !configuration.get(GraphOptions.FOLLOW).isBlank();
  }

  private static <T> Sink<T> sink(
      JobConfiguration configuration,
      ConfigOption<String> topic,
      String name,
      RecordWriter<T> writer) {
    return KafkaSinks.to(
        configuration.get(topic),
        KafkaEnds.connection(configuration),
        KafkaEnds.writing(configuration, name),
        writer);
  }
}
