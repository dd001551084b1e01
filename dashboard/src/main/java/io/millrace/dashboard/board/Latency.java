/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Percentiles;

/** How long results took, from the time of their event. Thread-safe. */
final class Latency {
  private static final int VALUES = 2048;
  private static final long AGE_MILLIS = 30_000;

  /** Events that are older were replayed: their latency says nothing. */
  private static final long REPLAYED_MILLIS = 3_600_000;

  private final Percentiles percentiles = new Percentiles(VALUES, AGE_MILLIS);

  synchronized void add(long eventMillis, long emittedMillis, long nowMillis) {
    long latency = emittedMillis - eventMillis;
    if (latency <= REPLAYED_MILLIS) {
      percentiles.add(Math.max(0, latency), nowMillis);
    }
  }

  /** Median and 99th percentile of late in milliseconds; null where nothing came. */
  synchronized long[] recent(long nowMillis) {
    return percentiles.at(nowMillis, 50, 99);
  }
}
