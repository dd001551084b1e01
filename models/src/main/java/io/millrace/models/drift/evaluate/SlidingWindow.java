/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

/** The last instances. */
final class SlidingWindow implements Window {
  private static final int MAJORITY_RIGHT = 1;
  private static final int NO_CHANGE_RIGHT = 2;

  private final int[] labels;
  private final int[] predictions;
  private final byte[] baselines;
  private final double[] confidences;
  private final double[] losses;
  private final Tally tally = new Tally();
  private int next;
  private int filled;
  private int last;

  SlidingWindow(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException(
          "a window of " + instances + " instances: it must be at least 1");
    }
    labels = new int[instances];
    predictions = new int[instances];
    baselines = new byte[instances];
    confidences = new double[instances];
    losses = new double[instances];
  }

  @Override
  public void add(Outcome outcome) {
    if (filled == labels.length) {
      count(next, -1);
    } else {
      filled++;
    }
    int label = outcome.label();
    labels[next] = label;
    predictions[next] = outcome.predicted();
    confidences[next] = outcome.confidence();
    losses[next] = outcome.loss();
    baselines[next] =
        (byte)
            ((tally.majority() == label ? MAJORITY_RIGHT : 0)
                | (last == label ? NO_CHANGE_RIGHT : 0));
    count(next, 1);
    last = label;
    next++;
    if (next == labels.length) {
      next = 0;
      recount();
    }
  }

  /** Sums of losses that come and go would collect rounding errors. */
  private void recount() {
    tally.clear();
    for (int i = 0; i < filled; i++) {
      count(i, 1);
    }
  }

  private void count(int i, int weight) {
    tally.addBaselines(
        (baselines[i] & MAJORITY_RIGHT) != 0, (baselines[i] & NO_CHANGE_RIGHT) != 0, weight);
    tally.add(labels[i], predictions[i], confidences[i], losses[i], weight);
  }

  @Override
  public Scores scores() {
    return tally.scores(1);
  }
}
