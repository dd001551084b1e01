/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import io.millrace.models.piece.PieceSink;
import java.util.Arrays;
import org.apache.flink.api.common.state.MapState;

/**
 * The pieces of the backend's current key as a sink. It goes on after a failure, which is to be
 * looked at once all is written.
 */
public final class PieceEntries implements PieceSink {
  private final MapState<Long, byte[]> pieces;
  private final boolean lent;
  private Exception failure;

  /**
   * @param lent whether arrays may change once they were put, so that copies are kept; a part of an
   *     array is copied in any case
   */
  public PieceEntries(MapState<Long, byte[]> pieces, boolean lent) {
    this.pieces = pieces;
    this.lent = lent;
  }

  @Override
  public void put(long id, byte[] bytes, int length) {
    try {
      pieces.put(id, lent || length < bytes.length ? Arrays.copyOf(bytes, length) : bytes);
    } catch (Exception e) {
      failure = e;
    }
  }

  @Override
  public void remove(long id) {
    try {
      pieces.remove(id);
    } catch (Exception e) {
      failure = e;
    }
  }

  /** The newest failure since the last call, or null. */
  public Exception failure() {
    Exception found = failure;
    failure = null;
    return found;
  }
}
