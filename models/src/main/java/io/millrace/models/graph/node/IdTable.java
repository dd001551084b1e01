/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/** Dense numbers for longs, by open addressing. Number 0 is nobody's. */
public final class IdTable {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private int[] table = new int[64];
  private long[] ids = new long[48];
  private int next = 1;

  /** The number of an id, 0 when it has none. */
  public int find(long id) {
    return table[place(id)];
  }

  /** The number of an id, a new one when it has none. */
  public int intern(long id) {
    int place = place(id);
    if (table[place] != 0) {
      return table[place];
    }
    ids = Floats.fit(ids, next + 1);
    ids[next] = id;
    table[place] = next++;
    if (2 * next > table.length) {
      grow();
    }
    return next - 1;
  }

  /** The id of a number above 0. */
  public long id(int number) {
    return ids[number];
  }

  /** All numbers are below. */
  public int limit() {
    return next;
  }

  /** Forgets all. */
  public void clear() {
    Arrays.fill(table, 0);
    next = 1;
  }

  private int place(long id) {
    int mask = table.length - 1;
    long mixed = id * SPREAD;
    int place = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[place] != 0 && ids[table[place]] != id) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    table = new int[2 * table.length];
    for (int number = 1; number < next; number++) {
      table[place(ids[number])] = number;
    }
  }
}
