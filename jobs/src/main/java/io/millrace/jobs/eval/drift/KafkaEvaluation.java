/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.consume.CommittedRecords;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.jobs.play.LabelledSender;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.UnmatchedLabel;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Plays a stream as fast as possible through an embedded broker and the job on an embedded cluster,
 * with exactly-once delivery, and holds what was committed against the learner alone.
 *
 * <p>Instances are a millisecond of event time apart. Partitions are as many as subtasks, none of
 * which may count as idle: a label that came after event time had passed it would be learned later
 * than offline. Marks of time stand in for the records that a partition does not get.
 */
final class KafkaEvaluation {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
  private static final long BEYOND_LAST = 10;
  private static final int PROGRESS = 1024;

  private final Plan plan;
  private final List<String> streams;

  /**
   * What is played.
   *
   * @param learner a name in the catalogue
   * @param delay of labels in instances
   * @param streams that get all instances each
   * @param parallelism of the job
   */
  record Plan(String learner, int seed, int delay, int streams, int parallelism) {
    Plan {
      if (streams < 1 || parallelism < 1) {
        throw new IllegalArgumentException(
            "streams is " + streams + ", parallelism " + parallelism + ": give 1 or more of both");
      }
    }
  }

  KafkaEvaluation(Plan plan) {
    this.plan = plan;
    this.streams = IntStream.rangeClosed(1, plan.streams()).mapToObj(i -> "stream-" + i).toList();
  }

  /**
   * Plays the instances.
   *
   * @param instances the same that were recorded, from their beginning
   * @param recording of the learner alone
   * @param scoring gets the votes of the job
   * @param alone instances per second of the learner alone
   * @param progress told how many predictions were committed
   */
  KafkaComparison run(
      InstanceStream instances,
      Recording recording,
      Scoring scoring,
      double alone,
      LongConsumer progress) {
    int width = instances.schema().attributes().size();
    int classes = instances.schema().classes().size();
    StreamedPredictions said = new StreamedPredictions(recording, streams, scoring);
    try (Platform platform = Platform.start(plan.parallelism(), 0, 1, plan.parallelism())) {
      JobConfiguration configuration = configuration(platform, width, classes);
      ConfigurationValidator.validate(configuration);
      EmbeddedJob job =
          platform.flink().submit(DriftMoeJob.environment(configuration).getStreamGraph());
      job.awaitRunning(START);
      long start = System.nanoTime();
      play(instances, recording.size(), platform, configuration, progress);
      CommittedRecords committed = new CommittedRecords(platform.connection());
      committed.read(
          configuration.get(TopicOptions.DRIFT_PREDICTIONS),
          RecordCodec.of(DriftPrediction.class),
          job,
          said::take,
          said::complete,
          () -> progress.accept(said.distinct()));
      double seconds = (System.nanoTime() - start) / 1e9;
      KafkaComparison comparison =
          new KafkaComparison(
              plan.parallelism(),
              streams.size(),
              said.expected(),
              said.disagreements(),
              said.missing(),
              said.repeated(),
              said.maxDifference(),
              committed.count(
                  configuration.get(TopicOptions.DEAD_LETTERS), RecordCodec.of(DeadLetter.class)),
              committed.count(
                  configuration.get(TopicOptions.DRIFT_UNMATCHED_LABELS),
                  RecordCodec.of(UnmatchedLabel.class)),
              job.restarts(),
              job.checkpoints(),
              seconds,
              alone);
      job.cancel();
      return comparison;
    }
  }

  private JobConfiguration configuration(Platform platform, int width, int classes) {
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
        .with(JobOptions.PARALLELISM, plan.parallelism())
        .with(CheckpointOptions.INTERVAL, CHECKPOINTS)
        .with(DriftOptions.LEARNER, plan.learner())
        .with(DriftOptions.SEED, plan.seed())
        .with(DriftOptions.CLASSES, Math.max(1, classes))
        .with(
            DriftOptions.MAX_ATTRIBUTES,
            Math.max(width, DriftOptions.MAX_ATTRIBUTES.defaultValue()))
        .with(DriftOptions.LABEL_DELAY, Duration.ofMillis(plan.delay()))
        .with(
            DriftOptions.MAX_WAITING,
            Math.max(plan.delay() + 1, DriftOptions.MAX_WAITING.defaultValue()))
        .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
        .with(DriftOptions.IDLE_TIMEOUT, NEVER);
  }

  /** Plays all streams side by side, as if they had just ended. */
  private void play(
      InstanceStream instances,
      int count,
      Platform platform,
      JobConfiguration configuration,
      LongConsumer progress) {
    long end = System.currentTimeMillis();
    long begin = end - count - BEYOND_LAST;
    List<String> labelled = plan.delay() > 0 ? streams : List.of();
    Instance instance = instances.schema().newInstance();
    try (InstanceTopics topics =
        new InstanceTopics(
            platform.connection(),
            configuration.get(TopicOptions.DRIFT_INSTANCES),
            configuration.get(TopicOptions.DRIFT_LABELS))) {
      List<LabelledSender> senders =
          streams.stream()
              .map(id -> new LabelledSender(topics::send, id, instances.schema(), plan.delay()))
              .toList();
      topics.markEmpty(end, streams, labelled);
      for (int i = 0; instances.next(instance); i++) {
        for (LabelledSender sender : senders) {
          sender.send(instance, begin + i);
        }
        if (i % PROGRESS == 0) {
          progress.accept(0);
        }
      }
      topics.markEnd(end, streams, labelled);
      topics.flush();
    }
  }
}
