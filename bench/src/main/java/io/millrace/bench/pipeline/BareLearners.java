/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.eval.drift.DriftEvaluation;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;

/** A learner per stream without Flink: each votes on its next instance, then learns it. */
final class BareLearners implements Bare {
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
    int key = feed.order().key(event);
    Learner own = learners[key];
    if (own == null) {
      own = LearnerCatalogue.create(learner, feed.attributes(), feed.classes(), seed);
      learners[key] = own;
    }
    double[] x = feed.features(event);
    own.vote(x, votes);
    checksum += votes.winner();
    own.learn(x, feed.label(event), 1);
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
