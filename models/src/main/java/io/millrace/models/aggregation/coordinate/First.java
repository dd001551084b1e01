/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.coordinate;

import io.millrace.models.aggregation.rule.CoordinateRule;

/** The only vector that mixings left. */
public record First() implements CoordinateRule {
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
    if (count != 1) {
      throw new IllegalArgumentException(count + " vectors are left, must be one");
    }
    System.arraycopy(rows, 0, out, to, columns);
  }
}
