/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/** Watches numbers for a change of their distribution. Begins anew by itself after a drift. */
public sealed interface Detector permits Adwin, Ddm, Eddm, Kswin, PageHinkley {
  /**
   * Takes the next value.
   *
   * @param value 0 or 1 for the detectors of errors ({@link Ddm}, {@link Eddm}), else any finite
   *     number; {@link Adwin} is made for [0, 1]
   * @throws IllegalArgumentException when the value is not finite, or no error where one is asked
   */
  Level add(double value);

  /**
   * How far the mean moved at the last drift, in units of the values: above 0 when it rose. 0
   * before the first drift. Each detector says between which two stretches.
   */
  double magnitude();

  /** Forgets all values. */
  void reset();

  /** Heap bytes, estimated. */
  long heapBytes();

  /** Writes what has been seen, not the settings. */
  void write(PieceWriter out);

  /** Reads what a detector of the same settings wrote. */
  void read(PieceReader in);
}
