/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

/**
 * How many events there were in each of the last seconds. Not thread-safe.
 *
 * <p>Seconds are those of the clock that is handed in; it may stand still but events of seconds
 * that have left the window are counted in the total only.
 */
public final class Meter {
  private final long[] counts;
  private long second = Long.MIN_VALUE;
  private long total;

  /**
   * @param seconds of the window, above 0
   */
  public Meter(int seconds) {
    // The current second is not over and does not count.
    this.counts = new long[seconds + 1];
  }

  /** Counts events now. */
  public void add(long count, long nowMillis) {
    total += count;
    long now = Math.floorDiv(nowMillis, 1000L);
    advance(now);
    if (second - now < counts.length) {
      counts[slot(now)] += count;
    }
  }

  private void advance(long now) {
    if (second == Long.MIN_VALUE) {
      second = now;
    }
    long steps = Math.min(now - second, counts.length);
    for (long i = 0; i < steps; i++) {
      counts[slot(now - i)] = 0;
    }
    second = Math.max(second, now);
  }

  private int slot(long of) {
    return (int) Math.floorMod(of, (long) counts.length);
  }

  /** All events ever. */
  public long total() {
    return total;
  }

  /**
   * Events per second over the last whole seconds.
   *
   * @param seconds at most the window
   */
  public double rate(int seconds, long nowMillis) {
    return (double) sum(seconds, nowMillis) / seconds;
  }

  /** Events of the last whole seconds. */
  public long sum(int seconds, long nowMillis) {
    long sum = 0;
    for (long count : history(seconds, nowMillis)) {
      sum += count;
    }
    return sum;
  }

  /** Events of each of the last whole seconds, the oldest first. */
  public long[] history(int seconds, long nowMillis) {
    if (seconds < 1 || seconds > counts.length - 1) {
      throw new IllegalArgumentException(
          "a rate over " + seconds + " s of a window of " + (counts.length - 1) + " s");
    }
    advance(Math.floorDiv(nowMillis, 1000L));
    long[] history = new long[seconds];
    for (int i = 0; i < seconds; i++) {
      history[i] = counts[slot(second - seconds + i)];
    }
    return history;
  }
}
