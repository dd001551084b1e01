/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;

/**
 * Tests a learner on each instance and then trains it. With a delay of N an instance is learned
 * right after the one N places behind it was predicted, with its own values and its own label, as
 * when labels arrive N instances late: the prediction for instance t knows the labels up to t - N -
 * 1. Labels that have not arrived when a stream ends are never learned.
 *
 * <p>An instance without a label is predicted, and takes its place in the delay, but is never
 * learned.
 */
public final class Prequential {
  private final Learner learner;
  private final Votes votes = new Votes();
  private final double[][] waiting;
  private final int[] labels;
  private int next;
  private boolean full;

  /**
   * @param attributes values of each instance
   * @param delay of labels in instances, 0 or more; each takes the memory of an instance
   */
  public Prequential(Learner learner, int attributes, int delay) {
    if (delay < 0) {
      throw new IllegalArgumentException(
          "a label delay of " + delay + " instances: it must be 0 or more");
    }
    this.learner = learner;
    waiting = new double[delay][attributes];
    labels = new int[delay];
  }

  /**
   * Predicts an instance, then learns the one whose label is due.
   *
   * @return the votes, which are overwritten by the next call
   */
  public Votes accept(Instance instance) {
    learner.vote(instance.x, votes);
    if (waiting.length == 0) {
      learn(instance.x, instance.label);
      return votes;
    }
    if (full) {
      learn(waiting[next], labels[next]);
    }
    System.arraycopy(instance.x, 0, waiting[next], 0, instance.x.length);
    labels[next] = instance.label;
    next++;
    if (next == waiting.length) {
      next = 0;
      full = true;
    }
    return votes;
  }

  private void learn(double[] x, int label) {
    if (label != Instance.UNLABELLED) {
      learner.learn(x, label, 1);
    }
  }
}
