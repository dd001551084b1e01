/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.rule.CoordinateRule;

/**
 * The mean without the f smallest and f largest values (Yin et al., "Byzantine-robust distributed
 * learning: towards optimal statistical rates", 2018, definition 2).
 *
 * @param byzantine f, at least 0; needs more than 2f vectors
 */
public record TrimmedMean(int byzantine) implements CoordinateRule {
  /** Checks f. */
  public TrimmedMean {
    if (byzantine < 0) {
      throw new IllegalArgumentException("byzantine is " + byzantine + ", must be >= 0");
    }
  }

  @Override
  public int leastRows() {
    return 2 * byzantine + 1;
  }

  @Override
  public boolean sorted() {
    return true;
  }

  @Override
  public void reduce(float[] rows, int count, int stride, int columns, float[] out, int to) {
    int kept = count - 2 * byzantine;
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      for (int r = byzantine; r < byzantine + kept; r++) {
        sum += rows[r * stride + c];
      }
      out[to + c] = (float) (sum / kept);
    }
  }
}
