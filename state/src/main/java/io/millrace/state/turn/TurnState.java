/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.turn;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import io.millrace.models.piece.Piecewise;

/** What is kept of a key whose events wait for their turn in event time, in pieces. */
public abstract class TurnState implements Piecewise {
  private long positionMillis = Long.MIN_VALUE;
  private long timerMillis = Long.MAX_VALUE;

  /** Event time of the last event that had its turn, {@link Long#MIN_VALUE} before the first. */
  public final long positionMillis() {
    return positionMillis;
  }

  /** Moves the position forward, never back. */
  public final void pass(long millis) {
    positionMillis = Math.max(positionMillis, millis);
  }

  /** The earliest timer that waits for this key, {@link Long#MAX_VALUE} for none. */
  public final long timerMillis() {
    return timerMillis;
  }

  public final void timerMillis(long millis) {
    timerMillis = millis;
  }

  /** Heap bytes, estimated. */
  public abstract long bytes();

  /** Writes position and timer, 16 bytes. */
  protected final void writeTurn(PieceWriter to) {
    to.int64(positionMillis);
    to.int64(timerMillis);
  }

  /** Reads what {@link #writeTurn} wrote. */
  protected final void readTurn(PieceReader in) {
    positionMillis = in.int64();
    timerMillis = in.int64();
  }
}
