/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/** A rule that looks at one parameter at a time, over all vectors. */
public interface CoordinateRule {
  /** The least number of vectors. */
  int leastRows();

  /** Whether the rows must be sorted per column. */
  boolean sorted();

  /**
   * Reduces rows to one.
   *
   * @param rows row r of column c at {@code rows[r * stride + c]}; rising in r per column if {@link
   *     #sorted()}
   * @param count rows
   * @param stride floats between two rows
   * @param columns how many columns
   */
  void reduce(float[] rows, int count, int stride, int columns, float[] out, int to);
}
