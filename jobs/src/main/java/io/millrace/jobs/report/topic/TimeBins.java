/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Spans of equal length that cover a time which is not known beforehand: where there are too many,
 * two become one. Not thread-safe.
 *
 * @param <B> what is counted in a span
 */
final class TimeBins<B extends TimeBins.Bin<B>> {
  private static final int MOST = 240;
  private static final long FIRST_WIDTH = 1000;

  private final Supplier<B> fresh;
  private TreeMap<Long, B> bins = new TreeMap<>();
  private long width = FIRST_WIDTH;

  /** What is counted in a span of time. */
  interface Bin<B> {
    /** Adds what was counted in another span. */
    void add(B other);
  }

  TimeBins(Supplier<B> fresh) {
    this.fresh = fresh;
  }

  /** The span that a moment lies in. */
  B at(long millis) {
    B bin = bins.computeIfAbsent(Math.floorDiv(millis, width), key -> fresh.get());
    if (bins.lastKey() - bins.firstKey() < MOST) {
      return bin;
    }
    while (bins.lastKey() - bins.firstKey() >= MOST) {
      TreeMap<Long, B> wider = new TreeMap<>();
      bins.forEach(
          (key, each) -> wider.computeIfAbsent(Math.floorDiv(key, 2L), k -> fresh.get()).add(each));
      bins = wider;
      width *= 2;
    }
    return bins.get(Math.floorDiv(millis, width));
  }

  /** How long a span is, in seconds. */
  double seconds() {
    return width / 1000.0;
  }

  /** All spans with something in them by the middle of their time, the oldest first. */
  SortedMap<Double, B> byMiddle() {
    TreeMap<Double, B> all = new TreeMap<>();
    for (Map.Entry<Long, B> entry : bins.entrySet()) {
      all.put((entry.getKey() + 0.5) * width, entry.getValue());
    }
    return all;
  }
}
