/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.jobs.play.LabelledSender;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.loop.LoopOutcome;
import io.millrace.schemas.DriftPrediction;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * A labelled stream, split by the job into parts that average what they share. Instances are a
 * millisecond of event time apart, so that windows hold as many as an interval has.
 */
final class DriftThroughKafka {
  private static final String STREAM = "stream";
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration HISTORY = Duration.ofDays(30);
  private static final int FIRST_LABELS = 1 << 16;

  private final String learner;
  private final long seed;

  DriftThroughKafka(String learner, long seed) {
    this.learner = learner;
    this.seed = seed;
  }

  /**
   * Goes through a stream once.
   *
   * @param interval labels of the whole stream between two rounds; 0 for never
   */
  LoopOutcome run(InstanceStream stream, int learners, int interval, String rule) {
    boolean averages = interval > 0 && learners > 1;
    long window = averages ? interval : 1L << 40;
    try (LoopPlatform loop =
        new LoopPlatform(STREAM, learners, Duration.ofMillis(window), rule, averages)) {
      int width = stream.schema().attributes().size();
      JobConfiguration configuration =
          loop.configuration()
              .with(DriftOptions.LEARNER, learner)
              .with(DriftOptions.SEED, Math.toIntExact(seed))
              .with(DriftOptions.SPLIT, learners > 1 ? STREAM + "=" + learners : "")
              .with(DriftOptions.CLASSES, Math.max(1, stream.schema().classes().size()))
              .with(
                  DriftOptions.MAX_ATTRIBUTES,
                  Math.max(width, DriftOptions.MAX_ATTRIBUTES.defaultValue()))
              .with(DriftOptions.LABEL_DELAY, Duration.ZERO)
              .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
              .with(DriftOptions.IDLE_TIMEOUT, NEVER);
      loop.learn(DriftMoeJob.environment(configuration));
      Truth truth = play(stream, loop, configuration, window);
      loop.read(
          TopicOptions.DRIFT_PREDICTIONS,
          DriftPrediction.class,
          truth::judge,
          () -> truth.judged.cardinality() == truth.count);
      loop.requireNoDeadLetters();
      return new LoopOutcome(
          (double) truth.right / truth.labelled, loop.versions().size(), loop.bytes(learners));
    }
  }

  private static Truth play(
      InstanceStream stream, LoopPlatform loop, JobConfiguration configuration, long window) {
    Truth truth = new Truth();
    Instance instance = stream.schema().newInstance();
    List<String> streams = List.of(STREAM);
    long now = System.currentTimeMillis();
    // The first window begins with the first instance, far enough back for all to be in the past.
    long first = Math.floorDiv(now - HISTORY.toMillis(), Math.min(window, 1L << 30));
    long begin = first * Math.min(window, 1L << 30);
    try (InstanceTopics topics =
        new InstanceTopics(
            loop.platform().connection(),
            configuration.get(TopicOptions.DRIFT_INSTANCES),
            configuration.get(TopicOptions.DRIFT_LABELS))) {
      LabelledSender sender = new LabelledSender(topics::send, STREAM, stream.schema(), 0);
      topics.markEmpty(now, streams, List.of());
      while (stream.next(instance)) {
        long millis = begin + truth.count;
        sender.send(instance, millis);
        if (truth.count > 0 && millis % window == 0) {
          topics.flush();
          loop.awaitVersion();
        }
        truth.add(instance.label);
      }
      topics.markEnd(begin + truth.count, streams, List.of());
      topics.flush();
    }
    return truth;
  }

  /** Labels by the number of their instance. */
  private static final class Truth {
    private final BitSet judged = new BitSet();
    private int[] labels = new int[FIRST_LABELS];
    private int count;
    private long labelled;
    private long right;

    void add(int label) {
      if (count == labels.length) {
        labels = java.util.Arrays.copyOf(labels, 2 * count);
      }
      labels[count++] = label;
      labelled += label == Instance.UNLABELLED ? 0 : 1;
    }

    void judge(DriftPrediction prediction) {
      if (!prediction.getStreamId().equals(STREAM)) {
        return;
      }
      int number = Integer.parseInt(prediction.getInstanceId());
      if (!judged.get(number)) {
        judged.set(number);
        boolean said = prediction.getVotes().stream().mapToDouble(vote -> vote).sum() > 0;
        right += said && prediction.getLabel() == labels[number] ? 1 : 0;
      }
    }
  }
}
