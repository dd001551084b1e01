/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import java.util.function.Consumer;

/** State that is small enough for a single piece, number 0. */
public final class OnePiece {
  public static final long ID = 0;

  private OnePiece() {}

  /**
   * Reads the piece.
   *
   * @param reader must read it whole
   * @throws IllegalArgumentException when it is missing, or longer
   */
  public static void read(PieceSource source, Consumer<PieceReader> reader) {
    boolean[] seen = new boolean[1];
    source.forEach(
        (id, bytes, length) -> {
          if (id == ID) {
            PieceReader in = new PieceReader(id, bytes, length);
            reader.accept(in);
            in.end();
            seen[0] = true;
          }
        });
    if (!seen[0]) {
      throw new IllegalArgumentException(
          "piece " + ID + " is missing: the state is damaged, restore an earlier checkpoint");
    }
  }
}
