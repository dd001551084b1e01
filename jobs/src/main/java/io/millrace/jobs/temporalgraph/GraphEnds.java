/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.EventTimes;
import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.kafka.StartingPoint;
import io.millrace.connectors.kafka.TimedDecoder;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.share.ShareEnds;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import io.millrace.models.graph.transit.GraphEvent;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ConfigOption;

/** The Kafka ends of the pipeline, as a configuration wants them. */
final class GraphEnds {
  private static final String REPLICAS_GROUP = "-replicas";

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
        exchanges(configuration) ? replicas(configuration) : null,
        follows(configuration) ? ShareEnds.models(configuration) : null);
  }

  /** The topics of predictions, embeddings, reports, late edges and dead letters. */
  static GraphSinks sinks(JobConfiguration configuration) {
    boolean cut = cuts(configuration);
    GraphWriters writers = new GraphWriters(cut);
    return new GraphSinks(
        KafkaEnds.sink(
            configuration,
            TopicOptions.GRAPH_PREDICTIONS,
            TemporalGraphJob.PREDICTIONS,
            writers.predictions()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.GRAPH_EMBEDDINGS,
            TemporalGraphJob.EMBEDDINGS,
            writers.embeddings()),
        KafkaEnds.sink(
            configuration, TopicOptions.GRAPH_REPORTS, TemporalGraphJob.REPORTS, writers.reports()),
        KafkaEnds.sink(
            configuration, TopicOptions.GRAPH_LATE, TemporalGraphJob.LATE, writers.late()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.DEAD_LETTERS,
            TemporalGraphJob.DEAD_LETTERS,
            RecordWriters.deadLetters(SingleObjectFraming.released())),
        cut
            ? KafkaEnds.sink(
                configuration,
                TopicOptions.GRAPH_REPORTS,
                TemporalGraphJob.CUTS,
                GraphWriters.cuts())
            : null,
        exchanges(configuration)
            ? KafkaEnds.sink(
                configuration,
                TopicOptions.GRAPH_REPLICAS,
                TemporalGraphJob.REPLICAS,
                ReplicaRecords.writer())
            : null,
        Sharing.of(configuration).publishes()
            ? ShareEnds.updates(configuration, TemporalGraphJob.UPDATES)
            : null);
  }

  /** What the job has to be allowed on the brokers. */
  static List<Right> rights(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    Rights rights = Rights.of(configuration).reads(TopicOptions.GRAPH_INTERACTIONS, group);
    if (exchanges(configuration)) {
      rights.reads(TopicOptions.GRAPH_REPLICAS, group + REPLICAS_GROUP);
    }
    if (follows(configuration)) {
      ShareEnds.followingRights(rights, configuration);
    }
    writes(rights, configuration, TopicOptions.GRAPH_PREDICTIONS, TemporalGraphJob.PREDICTIONS);
    writes(rights, configuration, TopicOptions.GRAPH_EMBEDDINGS, TemporalGraphJob.EMBEDDINGS);
    writes(rights, configuration, TopicOptions.GRAPH_REPORTS, TemporalGraphJob.REPORTS);
    writes(rights, configuration, TopicOptions.GRAPH_LATE, TemporalGraphJob.LATE);
    writes(rights, configuration, TopicOptions.DEAD_LETTERS, TemporalGraphJob.DEAD_LETTERS);
    if (cuts(configuration)) {
      writes(rights, configuration, TopicOptions.GRAPH_REPORTS, TemporalGraphJob.CUTS);
    }
    if (exchanges(configuration)) {
      writes(rights, configuration, TopicOptions.GRAPH_REPLICAS, TemporalGraphJob.REPLICAS);
    }
    ShareEnds.rights(rights, configuration, TemporalGraphJob.UPDATES);
    return rights.list();
  }

  private static void writes(
      Rights rights, JobConfiguration configuration, ConfigOption<String> topic, String sink) {
    rights.writes(topic, KafkaEnds.writing(configuration, sink));
  }

  private static boolean cuts(JobConfiguration configuration) {
    return configuration.get(GraphOptions.PARTITIONS) > 1;
  }

  private static boolean exchanges(JobConfiguration configuration) {
    return cuts(configuration) && !configuration.get(GraphOptions.RECONCILE_INTERVAL).isZero();
  }

  /** Without a checkpoint to go on from, what partitions of an earlier run told is of no use. */
  private static Source<KafkaRecord, ?, ?> replicas(JobConfiguration configuration) {
    return KafkaSources.records(
        KafkaEnds.connection(configuration),
        Reading.of(
                configuration.get(TopicOptions.GRAPH_REPLICAS),
                configuration.get(KafkaOptions.GROUP_ID) + REPLICAS_GROUP)
            .from(StartingPoint.LATEST));
  }

  private static boolean follows(JobConfiguration configuration) {
    return Sharing.of(configuration).follows() || !configuration.get(GraphOptions.FOLLOW).isBlank();
  }
}
