/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.eval.drift.DriftEvaluation;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;

/**
 * A learner per stream without Flink: each votes on its next instance, then learns it. Some events
 * of a stream are taken in a row, as the job takes what came between two watermarks: one after the
 * other over all streams, each would find its learner in no cache, and cost more than in the job.
 */
final class BareLearners implements Bare {
  /** More than the job has at the rates that it reaches, so that it is not flattered. */
  private static final int IN_A_ROW = 32;

  private final String learner;
  private final long seed;
  private final InstanceFeed feed;
  private final Learner[] learners;
  private final Votes votes = new Votes();
  private double checksum;
  private long event;

  BareLearners(String learner, long seed, InstanceFeed feed) {
    this.learner = learner;
    this.seed = seed;
    this.feed = feed;
    this.learners = new Learner[feed.order().keys()];
  }

  @Override
  public void step() {
    long span = (long) IN_A_ROW * learners.length;
    long within = event % span;
    int key = feed.order().key(event / span * learners.length + within / IN_A_ROW);
    long cycle = event / span * IN_A_ROW + within % IN_A_ROW;
    Learner own = learners[key];
    if (own == null) {
      own = LearnerCatalogue.create(learner, feed.attributes(), feed.classes(), seed);
      learners[key] = own;
    }
    double[] x = feed.features(key, cycle);
    own.vote(x, votes);
    checksum += votes.winner();
    own.learn(x, feed.label(key, cycle), 1);
    event++;
  }

  @Override
  public long events() {
    return event;
  }

  /** The pieces of the learners that have begun, on average. */
  @Override
  public long bytesPerKey() {
    long bytes = 0;
    int begun = 0;
    for (Learner each : learners) {
      if (each != null) {
        bytes += DriftEvaluation.stateBytes(each);
        begun++;
      }
    }
    return begun == 0 ? 0 : bytes / begun;
  }

  /** Depends on every vote, so that none can be left out. */
  double checksum() {
    return checksum;
  }

  @Override
  public void close() {
    // Learners hold nothing but memory.
  }
}
