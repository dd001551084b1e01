/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.piece.PieceSource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Pieces in memory. */
public final class Store implements PieceSink {
  public final Map<Long, byte[]> pieces = new TreeMap<>();

  /** Bytes put since the store was made. */
  public long bytes;

  @Override
  public void put(long id, byte[] piece, int length) {
    pieces.put(id, Arrays.copyOf(piece, length));
    bytes += length;
  }

  @Override
  public void remove(long id) {
    pieces.remove(id);
  }

  public PieceSource source() {
    return consumer -> pieces.forEach((id, piece) -> consumer.accept(id, piece, piece.length));
  }
}
