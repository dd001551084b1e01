/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.turn;

import java.time.Duration;

/**
 * For how long a key may be silent before it is forgotten. A key is silent while nothing waits for
 * its turn: what waits is due by itself, and the silence is counted from there.
 */
public final class Silence {
  private static final long COARSE_MILLIS = 1000;

  private final long most;

  /**
   * @param most event time, 1 ms or more
   */
  public Silence(Duration most) {
    this.most = most.toMillis();
  }

  /**
   * Rounds a time far ahead up, so that a key with much to do sets few timers.
   *
   * @param span of which it may come an eighth later, in milliseconds; but a second at least
   * @return later than {@code millis}
   */
  public static long coarse(long millis, long span) {
    long step = Math.max(COARSE_MILLIS, span / 8);
    return millis - Math.floorMod(millis, step) + step;
  }

  /**
   * When to ask whether a key is to be forgotten, {@link Long#MAX_VALUE} for never.
   *
   * @param waits whether something waits for its turn
   * @param positionMillis event time of the last turn, {@link Long#MIN_VALUE} before the first
   */
  public long dueMillis(boolean waits, long positionMillis) {
    return waits || positionMillis == Long.MIN_VALUE
        ? Long.MAX_VALUE
        : coarse(positionMillis + most, most);
  }

  /**
   * Whether a key has been silent for too long.
   *
   * @param watermark event time that has passed; the end of all input, {@link Long#MAX_VALUE}, is
   *     no passage of time
   */
  public boolean tooLong(boolean waits, long positionMillis, long watermark) {
    return !waits
        && positionMillis != Long.MIN_VALUE
        && watermark != Long.MAX_VALUE
        && positionMillis + most <= watermark;
  }
}
