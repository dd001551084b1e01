/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.rule.CoordinateRule;

/**
 * The mean of the values nearest to the median (Xie, Koyejo and Gupta, "Generalized
 * Byzantine-tolerant SGD", 2018, definition 6; the second stage of Bulyan). In sorted order these
 * are neighbours; of two equally far values the smaller one is taken.
 *
 * @param dropped how many are left out: f, and 2f in Bulyan
 */
public record MeanAroundMedian(int dropped) implements CoordinateRule {
  /** Checks the number. */
  public MeanAroundMedian {
    if (dropped < 0) {
      throw new IllegalArgumentException("byzantine is " + dropped + ", must be >= 0");
    }
  }

  @Override
  public int leastRows() {
    return dropped + 1;
  }

  @Override
  public boolean sorted() {
    return true;
  }

  @Override
  public void reduce(float[] rows, int count, int stride, int columns, float[] out, int to) {
    int kept = count - dropped;
    for (int c = 0; c < columns; c++) {
      double median =
          ((double) rows[(count - 1) / 2 * stride + c] + rows[count / 2 * stride + c]) / 2;
      int start = 0;
      while (start + kept < count
          && rows[(start + kept) * stride + c] - median < median - rows[start * stride + c]) {
        start++;
      }
      double sum = 0;
      for (int r = start; r < start + kept; r++) {
        sum += rows[r * stride + c];
      }
      out[to + c] = (float) (sum / kept);
    }
  }
}
