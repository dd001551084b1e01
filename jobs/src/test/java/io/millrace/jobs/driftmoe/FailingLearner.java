/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.state.drift.DriftParts;
import java.util.concurrent.atomic.AtomicBoolean;

/** Learners that fail once when armed, after they have learned and before that is told. */
record FailingLearner(DriftParts parts) implements DriftParts {
  // Static: the parts are copied into the tasks, which live in this process too.
  private static final AtomicBoolean ARMED = new AtomicBoolean();
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  static FailingLearner around(DriftParts parts) {
    ARMED.set(false);
    FAILED.set(false);
    return new FailingLearner(parts);
  }

  void arm() {
    ARMED.set(true);
  }

  boolean failed() {
    return FAILED.get();
  }

  @Override
  public Learner learner(Attributes attributes) {
    return new Failing(parts.learner(attributes));
  }

  @Override
  public Detector detector() {
    return parts.detector();
  }

  private record Failing(Learner learner) implements Learner {
    @Override
    public void vote(double[] x, Votes into) {
      learner.vote(x, into);
    }

    @Override
    public void learn(double[] x, int label, double weight) {
      learner.learn(x, label, weight);
      if (ARMED.compareAndSet(true, false)) {
        FAILED.set(true);
        throw new IllegalStateException("injected failure");
      }
    }

    @Override
    public long heapBytes() {
      return learner.heapBytes();
    }

    @Override
    public void writeChanges(PieceSink sink) {
      learner.writeChanges(sink);
    }

    @Override
    public void restore(PieceSource source) {
      learner.restore(source);
    }
  }
}
