/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import java.util.Arrays;

/**
 * Where the keys of two nodes' caches lie: a pattern of six bits per distinct key (the node itself,
 * near, far; of the one and of the other), and how often each pattern is.
 */
final class Overlap {
  static final int PATTERNS = 64;
  private static final int SIZE = 1024;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long[] keys = new long[SIZE];
  private final int[] bits = new int[SIZE];
  private final int[] stamps = new int[SIZE];
  private final int[] used = new int[SIZE];
  private int count;
  private int stamp;

  void clear() {
    stamp++;
    count = 0;
  }

  void mark(long key, int bit) {
    int place = (int) ((key * SPREAD) >>> 54);
    while (stamps[place] == stamp && keys[place] != key) {
      place = (place + 1) & (SIZE - 1);
    }
    if (stamps[place] != stamp) {
      stamps[place] = stamp;
      keys[place] = key;
      bits[place] = 0;
      used[count++] = place;
    }
    bits[place] |= bit;
  }

  /** Writes how often each pattern is. */
  void histogram(float[] out, int at) {
    Arrays.fill(out, at, at + PATTERNS, 0);
    for (int i = 0; i < count; i++) {
      out[at + bits[used[i]]]++;
    }
  }
}
