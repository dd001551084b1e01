/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.loop;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.follow.Shareable;
import io.millrace.models.neural.Mix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stream of instances that is split over learners by chance. Each instance is predicted by its
 * learner and then learned by it; what the learners share is averaged after so many labels of the
 * whole stream.
 */
public final class DriftLoop {
  private final int learners;
  private final int interval;
  private final String rule;
  private final Supplier<Learner> make;

  /**
   * A loop.
   *
   * @param learners at least 1
   * @param interval labels of the whole stream between two rounds; 0 for never
   * @param rule as the catalogue reads it
   * @param make gives learners of the same settings and seed
   */
  public DriftLoop(int learners, int interval, String rule, Supplier<Learner> make) {
    if (learners < 1 || interval < 0) {
      throw new IllegalArgumentException(
          "learners is %d and interval is %d, must be at least 1 and at least 0"
              .formatted(learners, interval));
    }
    this.learners = learners;
    this.interval = interval;
    this.rule = rule;
    this.make = make;
  }

  /**
   * Goes through a stream once.
   *
   * @param seed decides which learner gets an instance
   * @throws IllegalArgumentException when learners are to average and have nothing to share
   */
  public LoopOutcome run(InstanceStream stream, long seed) {
    List<Learner> all = new ArrayList<>();
    for (int i = 0; i < learners; i++) {
      all.add(make.get());
    }
    boolean averages = interval > 0 && learners > 1;
    Averaging averaging = averages ? new Averaging(rule, shareable(all.get(0)).parameters()) : null;
    long[] since = new long[learners];
    Instance instance = stream.schema().newInstance();
    Votes votes = new Votes();
    long labelled = 0;
    long right = 0;
    for (long i = 0; stream.next(instance); i++) {
      if (instance.label == Instance.UNLABELLED) {
        continue;
      }
      int part = (int) Long.remainderUnsigned(Mix64.bits(seed, i), learners);
      Learner learner = all.get(part);
      learner.vote(instance.x, votes);
      right += votes.sum() > 0 && votes.winner() == instance.label ? 1 : 0;
      learner.learn(instance.x, instance.label, 1);
      since[part]++;
      labelled++;
      if (averages && labelled % interval == 0) {
        average(all, since, averaging);
      }
    }
    return new LoopOutcome(
        (double) right / labelled,
        averages ? averaging.rounds() : 0,
        averages ? averaging.bytes() : 0);
  }

  private static void average(List<Learner> all, long[] since, Averaging averaging) {
    List<float[]> models = new ArrayList<>();
    List<Long> learned = new ArrayList<>();
    for (int part = 0; part < since.length; part++) {
      if (since[part] > 0) {
        models.add(shareable(all.get(part)).parameters());
        learned.add(since[part]);
        since[part] = 0;
      }
    }
    float[] merged = averaging.merge(models, learned);
    for (Learner learner : all) {
      shareable(learner).parameters(merged);
    }
  }

  private static Shareable shareable(Learner learner) {
    if (learner instanceof Shareable shareable) {
      return shareable;
    }
    throw new IllegalArgumentException(
        learner.getClass().getSimpleName()
            + " has no parameters to average: use moe-data or moe-task");
  }
}
