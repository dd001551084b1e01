/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/** Nodes looked at, each at a time; equal ones once. Reusable. */
final class Looks {
  int[] slots = new int[64];
  long[] times = new long[64];
  int size;
  private int[] table = new int[256];

  void clear() {
    Arrays.fill(table, 0);
    size = 0;
  }

  /** The number of the pair of node and time. */
  int add(int slot, long time) {
    return add(slot, time, true);
  }

  /** The number of the node, whatever the time; a new one gets the time given. */
  int addNode(int slot, long time) {
    return add(slot, time, false);
  }

  private int add(int slot, long time, boolean timed) {
    int place = place(slot, time, timed);
    if (table[place] != 0) {
      return table[place] - 1;
    }
    slots = Floats.fit(slots, size + 1);
    times = Floats.fit(times, size + 1);
    slots[size] = slot;
    times[size] = time;
    table[place] = ++size;
    if (2 * size > table.length) {
      table = new int[4 * table.length];
      for (int i = 0; i < size; i++) {
        table[place(slots[i], times[i], timed)] = i + 1;
      }
    }
    return size - 1;
  }

  private int place(int slot, long time, boolean timed) {
    int mask = table.length - 1;
    long mixed = ((timed ? time * 0x9E3779B97F4A7C15L : 0) + slot) * 0xD6E8FEB86659FD93L;
    int place = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[place] != 0) {
      int number = table[place] - 1;
      if (slots[number] == slot && (!timed || times[number] == time)) {
        break;
      }
      place = (place + 1) & mask;
    }
    return place;
  }
}
