/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

/** State that is written in pieces. */
public interface Piecewise {
  /** Hands over each piece that changed since the last call, and the ids of those that went. */
  void writeChanges(PieceSink sink);

  /**
   * Takes over a state, in place of the one it has. What it was created with (settings, attributes)
   * must be as it was for the state's writer.
   *
   * @throws IllegalArgumentException when the pieces are damaged or of an unknown version
   */
  void restore(PieceSource source);
}
