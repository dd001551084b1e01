/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.rule.CoordinateRule;

/** The plain mean, for what mixings such as clipping leave. */
public record Mean() implements CoordinateRule {
  @Override
  public int leastRows() {
    return 1;
  }

  @Override
  public boolean sorted() {
    return false;
  }

  @Override
  public void reduce(float[] rows, int count, int stride, int columns, float[] out, int to) {
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      for (int r = 0; r < count; r++) {
        sum += rows[r * stride + c];
      }
      out[to + c] = (float) (sum / count);
    }
  }
}
