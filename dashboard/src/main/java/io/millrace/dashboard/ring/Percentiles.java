/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import java.util.Arrays;

/** Percentiles of the newest values, of a bounded number and a bounded age. Not thread-safe. */
public final class Percentiles {
  private final long[] values;
  private final long[] times;
  private final long maxAgeMillis;
  private long added;

  /**
   * @param capacity above 0; so many values are kept
   * @param maxAgeMillis older ones no longer count
   */
  public Percentiles(int capacity, long maxAgeMillis) {
    this.values = new long[capacity];
    this.times = new long[capacity];
    this.maxAgeMillis = maxAgeMillis;
  }

  /** Adds a value; the oldest goes when there are too many. */
  public void add(long value, long nowMillis) {
    int slot = (int) (added % values.length);
    values[slot] = value;
    times[slot] = nowMillis;
    added++;
  }

  /**
   * Values at the wanted percentiles, the smallest value that is at least as large as so many.
   *
   * @param wanted 0 to 100
   * @return null where no value is young enough
   */
  public long[] at(long nowMillis, double... wanted) {
    int size = (int) Math.min(added, values.length);
    long[] young = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (nowMillis - times[i] <= maxAgeMillis) {
        young[count++] = values[i];
      }
    }
    if (count == 0) {
      return null;
    }
    Arrays.sort(young, 0, count);
    long[] found = new long[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      int rank = (int) Math.ceil(wanted[i] / 100 * count) - 1;
      found[i] = young[Math.max(0, Math.min(count - 1, rank))];
    }
    return found;
  }
}
