/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import java.util.Arrays;

/**
 * Gathers pairs of outputs. NRMSE is the root of the mean squared difference over the range of the
 * true outputs, per output, as in StreamiNNC (arXiv 2408.03223).
 */
final class Deviation {
  private final double[] squares;
  private final double[] lowest;
  private final double[] highest;
  private double largest;
  private int windows;

  Deviation(int outputs) {
    squares = new double[outputs];
    lowest = new double[outputs];
    highest = new double[outputs];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
  }

  void add(float[] streamed, float[] full) {
    for (int i = 0; i < squares.length; i++) {
      double difference = (double) streamed[i] - full[i];
      squares[i] += difference * difference;
      largest = Math.max(largest, Math.abs(difference));
      lowest[i] = Math.min(lowest[i], full[i]);
      highest[i] = Math.max(highest[i], full[i]);
    }
    windows++;
  }

  int windows() {
    return windows;
  }

  double maxAbsDifference() {
    return largest;
  }

  /**
   * Per output, in percent.
   *
   * @throws IllegalStateException when there are fewer than two windows, or an output never changes
   */
  double[] percent() {
    double[] percent = new double[squares.length];
    for (int i = 0; i < percent.length; i++) {
      double range = highest[i] - lowest[i];
      if (windows < 2 || !(range > 0)) {
        throw new IllegalStateException(
            "output " + i + " takes one value in " + windows + " windows: it has no range");
      }
      percent[i] = 100 * Math.sqrt(squares[i] / windows) / range;
    }
    return percent;
  }
}
