/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ConfigOption;

/** The Kafka ends of the pipeline, as a configuration wants them. */
final class AggregationEnds {
  private static final String HEARTBEATS_GROUP = "-heartbeats";

  private AggregationEnds() {}

  /** The topics of updates and heartbeats. */
  static AggregationSources sources(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    return new AggregationSources(
        source(configuration, TopicOptions.PARAMETER_UPDATES, group),
        source(configuration, TopicOptions.WORKER_HEARTBEATS, group + HEARTBEATS_GROUP),
        UpdateMarks.of(configuration));
  }

  private static Source<KafkaRecord, ?, ?> source(
      JobConfiguration configuration, ConfigOption<String> topic, String group) {
    KafkaConnection connection = KafkaEnds.connection(configuration);
    // Parts are large: a few at a time are enough, and must fit into the heap.
    Map<String, String> few =
        Map.of(
            "max.poll.records",
            "16",
            "fetch.max.bytes",
            Integer.toString(16 << 20),
            "max.partition.fetch.bytes",
            Integer.toString(4 << 20));
    return KafkaSources.records(
        connection,
        Reading.of(configuration.get(topic), group).from(KafkaEnds.start(configuration)).with(few));
  }

  /** The topics of models, reports, assignments and dead letters. */
  static AggregationSinks sinks(JobConfiguration configuration) {
    return new AggregationSinks(
        KafkaEnds.sink(
            configuration,
            TopicOptions.MODELS,
            ParameterAggregationJob.MODELS,
            AggregationWriters.models()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.AGGREGATION_REPORTS,
            ParameterAggregationJob.REPORTS,
            AggregationWriters.reports(configuration.get(AggregationOptions.RULE))),
        KafkaEnds.sink(
            configuration,
            TopicOptions.WORKER_ASSIGNMENTS,
            ParameterAggregationJob.ASSIGNMENTS,
            AggregationWriters.assignments()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.DEAD_LETTERS,
            ParameterAggregationJob.DEAD_LETTERS,
            RecordWriters.deadLetters(SingleObjectFraming.released())));
  }

  /** What the job has to be allowed on the brokers. */
  static List<Right> rights(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    Rights rights =
        Rights.of(configuration)
            .reads(TopicOptions.PARAMETER_UPDATES, group)
            .reads(TopicOptions.WORKER_HEARTBEATS, group + HEARTBEATS_GROUP);
    writes(rights, configuration, TopicOptions.MODELS, ParameterAggregationJob.MODELS);
    writes(
        rights, configuration, TopicOptions.AGGREGATION_REPORTS, ParameterAggregationJob.REPORTS);
    writes(
        rights,
        configuration,
        TopicOptions.WORKER_ASSIGNMENTS,
        ParameterAggregationJob.ASSIGNMENTS);
    writes(rights, configuration, TopicOptions.DEAD_LETTERS, ParameterAggregationJob.DEAD_LETTERS);
    return rights.list();
  }

  private static void writes(
      Rights rights, JobConfiguration configuration, ConfigOption<String> topic, String sink) {
    rights.writes(topic, KafkaEnds.writing(configuration, sink));
  }
}
