/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.baseline;

import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/** A count and a last time per directed pair of nodes; all pairs are kept. */
final class PairTable {
  static final int NONE = -1;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private int[] table = new int[128];
  private long[] sources = new long[64];
  private long[] targets = new long[64];
  private long[] times = new long[64];
  private int[] counts = new int[64];
  private int size;

  /** The pair's number, or NONE. */
  int find(long source, long target) {
    return table[place(source, target)] - 1;
  }

  int count(int pair) {
    return pair == NONE ? 0 : counts[pair];
  }

  /** Milliseconds; only of a pair. */
  long time(int pair) {
    return times[pair];
  }

  void came(long source, long target, long time) {
    int place = place(source, target);
    if (table[place] == 0) {
      sources = Floats.fit(sources, size + 1);
      targets = Floats.fit(targets, size + 1);
      times = Floats.fit(times, size + 1);
      counts = Floats.fit(counts, size + 1);
      sources[size] = source;
      targets[size] = target;
      times[size] = time;
      counts[size] = 0;
      table[place] = ++size;
    }
    int pair = table[place] - 1;
    counts[pair]++;
    times[pair] = Math.max(times[pair], time);
    if (2 * size > table.length) {
      table = new int[2 * table.length];
      for (int i = 0; i < size; i++) {
        table[place(sources[i], targets[i])] = i + 1;
      }
    }
  }

  void clear() {
    Arrays.fill(table, 0);
    size = 0;
  }

  private int place(long source, long target) {
    int mask = table.length - 1;
    long mixed = (source * SPREAD + target) * 0xD6E8FEB86659FD93L;
    int place = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[place] != 0) {
      int pair = table[place] - 1;
      if (sources[pair] == source && targets[pair] == target) {
        break;
      }
      place = (place + 1) & mask;
    }
    return place;
  }
}
