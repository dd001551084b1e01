/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.trigger;

/**
 * Which updates the windows and sessions of a trigger keep together, whatever the order they come
 * in. An update counts at its turn, an event time, and begins a round only when nothing can come
 * any more that belongs before it and apart from it.
 *
 * @param windowMillis the length of windows, or 0
 * @param sessionMillis the length of the shortest session's end, or 0
 */
public record EventTimeCut(long windowMillis, long sessionMillis) {
  /** That of a trigger. */
  public static EventTimeCut of(Trigger trigger) {
    return new EventTimeCut(trigger.windowMillis(), trigger.sessionMillis());
  }

  /** Whether event time cuts nothing. */
  public boolean none() {
    return windowMillis == 0 && sessionMillis == 0;
  }

  /** Whether the window of an event time is over. */
  public boolean windowEnded(long millis, long watermark) {
    return windowMillis > 0 && windowEnd(millis, windowMillis) <= watermark;
  }

  /** The event time at which an update counts that comes now: latecomers count as of now. */
  public long turn(long millis, long watermark) {
    boolean late = windowEnded(millis, watermark) || sessionEnded(millis, watermark);
    return late && watermark < Long.MAX_VALUE ? watermark + 1 : millis;
  }

  /** The watermark from which on an update may begin a round. */
  public long opens(long turn) {
    long opens = Long.MIN_VALUE;
    if (windowMillis > 0) {
      opens = less(turn, Math.floorMod(turn, windowMillis) + 1);
    }
    if (sessionMillis > 0) {
      opens = Math.max(opens, less(turn, sessionMillis + 1));
    }
    return opens;
  }

  /** Whether an update belongs with a round whose latest turn is known, or before it. */
  public boolean together(long latest, long turn) {
    return turn <= latest
        || ((windowMillis == 0
                || Math.floorDiv(turn, windowMillis) == Math.floorDiv(latest, windowMillis))
            && (sessionMillis == 0 || less(turn, sessionMillis) <= latest));
  }

  /**
   * Whether an update may join a round although it does not belong with it, because the time of the
   * round is over.
   */
  public boolean follows(long latest, long turn, long watermark) {
    return opens(turn) <= watermark
        && (sessionMillis == 0
            || less(turn, sessionMillis) <= latest
            || sessionEnded(latest, watermark));
  }

  private boolean sessionEnded(long millis, long watermark) {
    return sessionMillis > 0 && millis <= less(watermark, sessionMillis);
  }

  /** The last event time of the window that holds one. */
  static long windowEnd(long millis, long length) {
    long left = length - 1 - Math.floorMod(millis, length);
    return millis > Long.MAX_VALUE - left ? Long.MAX_VALUE : millis + left;
  }

  /** A time before another, or the first there is. */
  private static long less(long millis, long by) {
    return millis < Long.MIN_VALUE + by ? Long.MIN_VALUE : millis - by;
  }
}
