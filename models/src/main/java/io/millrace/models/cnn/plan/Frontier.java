/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Op;

/** Where the head reads what was streamed. */
public sealed interface Frontier {
  /** The network value that the head reads. */
  int value();

  /**
   * A sequence whose rows of the window the head reads.
   *
   * @param track the value whose {@link Track} holds the rows
   * @param rows which of them, in order
   */
  record Rows(int value, int track, Span rows) implements Frontier {}

  /**
   * A reduction over the window's time, kept as partial results: the rows of each step are reduced
   * in two segments, so that the window is made of whole segments, and the head reduces the
   * segments. A ring of T rows shrinks to T / n segments.
   *
   * @param value the segments, a value of the head's network: (.., segments, ..) along the time
   *     axis
   * @param track the value whose fresh rows are reduced
   * @param rows the window's last rows within that track, those of one step
   * @param kind the reduction; SUM for a mean
   * @param tail rows of the second segment of a step; none when the window is a whole number of
   *     steps
   * @param segments segments that make up the window
   * @param width floats per segment
   */
  record Segments(
      int value, int track, Span rows, Op.Reduce.Kind kind, int tail, int segments, int width)
      implements Frontier {

    /** Segments made by a step. */
    public int perStep() {
      return tail == 0 ? 1 : 2;
    }

    public int stateFloats() {
      return segments * width;
    }
  }
}
