/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

/**
 * How one sequence is held while streaming. Rows are numbered as in the newest window; each step
 * makes {@code fresh}, and all numbers then move down by {@code rowsPerStep}.
 *
 * @param value the network value
 * @param width floats per row
 * @param rowsPerStep rows by which one step moves the window
 * @param reads rows that streamed layers read in a step
 * @param fresh rows made in a step
 * @param keeps rows remembered after a step
 * @param fill value of rows before the stream began; NaN where nothing looks there
 */
public record Track(
    int value, int width, int rowsPerStep, Span reads, Span fresh, Span keeps, float fill) {

  /** Rows from earlier steps that streamed layers read: the first of {@link #reads}. */
  public int history() {
    return Math.max(0, Math.min(fresh.from(), reads.to()) - reads.from());
  }

  public int stateFloats() {
    return keeps.count() * width;
  }

  public boolean masks() {
    return !Float.isNaN(fill);
  }
}
