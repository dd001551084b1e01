/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/** Distinct pairs of a slot and a time, numbered in the order they came. Reusable. */
final class Moments {
  private int[] slots = new int[64];
  private long[] times = new long[64];
  private int[] table = new int[256];
  private int size;

  void clear() {
    Arrays.fill(table, 0);
    size = 0;
  }

  /** The number of the pair, a new one when it has none. */
  int add(int slot, long time) {
    int mask = table.length - 1;
    long mixed = (time * 0x9E3779B97F4A7C15L + slot) * 0xD6E8FEB86659FD93L;
    int place = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[place] != 0) {
      int number = table[place] - 1;
      if (slots[number] == slot && times[number] == time) {
        return number;
      }
      place = (place + 1) & mask;
    }
    slots = Floats.fit(slots, size + 1);
    times = Floats.fit(times, size + 1);
    slots[size] = slot;
    times[size] = time;
    table[place] = ++size;
    if (2 * size > table.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    int count = size;
    table = new int[4 * table.length];
    size = 0;
    for (int i = 0; i < count; i++) {
      add(slots[i], times[i]);
    }
  }

  int size() {
    return size;
  }

  int slot(int number) {
    return slots[number];
  }

  long time(int number) {
    return times[number];
  }
}
