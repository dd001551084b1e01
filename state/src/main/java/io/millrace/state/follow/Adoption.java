/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.follow;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * What a learner remembers of the versions that it met: which one it went on from, so that its
 * updates say what they are based on, and which one it looked at last, so that one that does not
 * fit is refused once. It also remembers when it told its parameters last.
 */
public final class Adoption {
  private static final int VERSION = 1;
  private static final long NONE = -1;

  private long adopted = NONE;
  private long seen = NONE;
  private long toldAt;
  private long toldWindow = Long.MIN_VALUE;
  private boolean changed;

  /** Whether a version is another one than that looked at last. */
  public boolean news(long number) {
    return number != seen;
  }

  /** Notes that a version was looked at, and whether its parameters were taken over. */
  public void met(long number, boolean takenOver) {
    seen = number;
    adopted = takenOver ? number : adopted;
    changed = true;
  }

  /** Whether any version was taken over. */
  public boolean any() {
    return adopted != NONE;
  }

  /** The version taken over last, 0 where none was. */
  public long base() {
    return Math.max(0, adopted);
  }

  /** How much the learner had learned when it told its parameters last. */
  public long toldAt() {
    return toldAt;
  }

  /** Notes that it tells them. */
  public void told(long learned) {
    toldAt = learned;
    changed = true;
  }

  /** The window of event time in which it told what it had learned in those before. */
  public long toldWindow() {
    return toldWindow;
  }

  /** Notes it. */
  public void toldWindow(long window) {
    toldWindow = window;
    changed = true;
  }

  /** The learner began anew, with what no version gave it; the next one is news again. */
  public void lost() {
    if (any()) {
      adopted = NONE;
      changed = true;
    }
  }

  /** Whether it differs from what was written last. */
  public boolean changed() {
    return changed;
  }

  public void write(PieceWriter out) {
    out.u8(VERSION);
    out.int64(adopted);
    out.int64(seen);
    out.varint(toldAt);
    out.int64(toldWindow);
    changed = false;
  }

  /**
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public void read(PieceReader in) {
    in.version(VERSION);
    adopted = in.int64();
    seen = in.int64();
    toldAt = in.varint();
    toldWindow = in.int64();
    in.end();
    changed = false;
  }
}
