/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.rule.CoordinateRule;

/**
 * The middle value, or the mean of the two in the middle (Yin et al. 2018, definition 1). Bears any
 * minority.
 */
public record Median() implements CoordinateRule {
  @Override
  public int leastRows() {
    return 1;
  }

  @Override
  public boolean sorted() {
    return true;
  }

  @Override
  public void reduce(float[] rows, int count, int stride, int columns, float[] out, int to) {
    int low = (count - 1) / 2 * stride;
    int high = count / 2 * stride;
    for (int c = 0; c < columns; c++) {
      out[to + c] = (float) (((double) rows[low + c] + rows[high + c]) / 2);
    }
  }
}
