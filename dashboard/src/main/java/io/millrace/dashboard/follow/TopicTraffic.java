/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import io.millrace.dashboard.ring.Meter;

/** What came out of a topic of late, seen or left out. Thread-safe. */
public final class TopicTraffic {
  /** How many seconds are remembered. */
  public static final int WINDOW_SECONDS = 120;

  private final Meter all = new Meter(WINDOW_SECONDS);
  private final Meter leftOut = new Meter(WINDOW_SECONDS);
  private long unreadable;
  private long newestMillis;

  synchronized void seen(long nowMillis) {
    all.add(1, nowMillis);
    newestMillis = nowMillis;
  }

  synchronized void leftOut(long count, long nowMillis) {
    all.add(count, nowMillis);
    leftOut.add(count, nowMillis);
    newestMillis = count > 0 ? nowMillis : newestMillis;
  }

  synchronized void countUnreadable() {
    unreadable++;
  }

  /** All records since the dashboard began. */
  public synchronized long total() {
    return all.total();
  }

  /** Records per second over the last whole seconds. */
  public synchronized double rate(int seconds, long nowMillis) {
    return all.rate(seconds, nowMillis);
  }

  /** Records of each of the last whole seconds, the oldest first. */
  public synchronized long[] history(int seconds, long nowMillis) {
    return all.history(seconds, nowMillis);
  }

  /** The share of records that is shown, over the last seconds: 1 for all of them. */
  public synchronized double shownShare(int seconds, long nowMillis) {
    long count = all.sum(seconds, nowMillis);
    return count == 0 ? 1 : 1 - (double) leftOut.sum(seconds, nowMillis) / count;
  }

  /** Records that were counted but not shown since the dashboard began. */
  public synchronized long leftOut() {
    return leftOut.total();
  }

  /** Records that could not be decoded, or not be taken by what shows them. */
  public synchronized long unreadable() {
    return unreadable;
  }

  /** When the newest record was read, by the clock of this machine; 0 before the first. */
  public synchronized long newestMillis() {
    return newestMillis;
  }
}
