/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.avro.EventTimes;
import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.Reading;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.kafka.TimedDecoder;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.share.ShareEnds;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import io.millrace.models.drift.transit.DriftEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The Kafka ends of the pipeline, as a configuration wants them. */
final class DriftEnds {
  private static final String LABELS_GROUP = "-labels";

  private DriftEnds() {}

  /** The topics of instances and of labels. */
  static DriftSources sources(JobConfiguration configuration) {
    KafkaConnection connection = KafkaEnds.connection(configuration);
    String group = configuration.get(KafkaOptions.GROUP_ID);
    Duration ahead = configuration.get(DriftOptions.MAX_AHEAD);
    Duration disorder = configuration.get(DriftOptions.DISORDER_BOUND);
    Duration idle = configuration.get(DriftOptions.IDLE_TIMEOUT);
    Duration apart = configuration.get(DriftOptions.MAX_APART);
    TimedDecoder<DriftEvent> instances =
        timed(new Instances(configuration.get(DriftOptions.MAX_ATTRIBUTES)), ahead);
    TimedDecoder<DriftEvent> labels = timed(new LateLabels(), ahead);
    return new DriftSources(
        KafkaSources.records(
            connection,
            Reading.of(configuration.get(TopicOptions.DRIFT_INSTANCES), group)
                .from(KafkaEnds.start(configuration))),
        instances.watermarks(disorder, idle, DriftMoeJob.NAME, apart),
        instances,
        KafkaSources.records(
            connection,
            Reading.of(configuration.get(TopicOptions.DRIFT_LABELS), group + LABELS_GROUP)
                .from(KafkaEnds.start(configuration))),
        labels.watermarks(disorder, idle, DriftMoeJob.NAME, apart),
        labels,
        Sharing.of(configuration).follows() ? ShareEnds.models(configuration) : null);
  }

  /** The topics that the job works off, with the consumer group of each. */
  static Map<ConfigOption<String>, String> inputs(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    return Map.of(
        TopicOptions.DRIFT_INSTANCES, group, TopicOptions.DRIFT_LABELS, group + LABELS_GROUP);
  }

  /** What the job has to be allowed on the brokers. */
  static List<Right> rights(JobConfiguration configuration) {
    String group = configuration.get(KafkaOptions.GROUP_ID);
    Rights rights =
        Rights.of(configuration)
            .reads(TopicOptions.DRIFT_INSTANCES, group)
            .reads(TopicOptions.DRIFT_LABELS, group + LABELS_GROUP);
    writes(rights, configuration, TopicOptions.DRIFT_PREDICTIONS, DriftMoeJob.PREDICTIONS);
    writes(rights, configuration, TopicOptions.DRIFT_REPORTS, DriftMoeJob.REPORTS);
    writes(rights, configuration, TopicOptions.DRIFT_UNMATCHED_LABELS, DriftMoeJob.UNMATCHED);
    writes(rights, configuration, TopicOptions.DEAD_LETTERS, DriftMoeJob.DEAD_LETTERS);
    ShareEnds.rights(rights, configuration, DriftMoeJob.UPDATES);
    return rights.list();
  }

  private static void writes(
      Rights rights, JobConfiguration configuration, ConfigOption<String> topic, String sink) {
    rights.writes(topic, KafkaEnds.writing(configuration, sink));
  }

  private static TimedDecoder<DriftEvent> timed(
      RecordDecoder<? extends DriftEvent> events, Duration ahead) {
    return new TimedDecoder<>(events, DriftEvent::timeMillis, EventTimes.ofInstances(), ahead);
  }

  /** The topics of predictions, reports, unmatched labels and dead letters. */
  static DriftSinks sinks(JobConfiguration configuration) {
    return new DriftSinks(
        KafkaEnds.sink(
            configuration,
            TopicOptions.DRIFT_PREDICTIONS,
            DriftMoeJob.PREDICTIONS,
            DriftWriters.predictions()),
        KafkaEnds.sink(
            configuration, TopicOptions.DRIFT_REPORTS, DriftMoeJob.REPORTS, DriftWriters.reports()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.DRIFT_UNMATCHED_LABELS,
            DriftMoeJob.UNMATCHED,
            DriftWriters.unmatchedLabels()),
        KafkaEnds.sink(
            configuration,
            TopicOptions.DEAD_LETTERS,
            DriftMoeJob.DEAD_LETTERS,
            RecordWriters.deadLetters(SingleObjectFraming.released())),
        Sharing.of(configuration).publishes()
            ? ShareEnds.updates(configuration, DriftMoeJob.UPDATES)
            : null);
  }
}
