/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodePages;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The records of a graph's nodes, those in use live in pages, all of them in a {@link NodeStore}. A
 * node is read when it is met, written when it changed, and leaves its slot when there are too many
 * live ones and it was not met of late. For one thread.
 */
public final class HotNodes extends NodePages {
  private static final int ABSENT = 1 << 10;

  /** Heap bytes of a live node beside its record. */
  private static final int OVERHEAD = 40;

  private final NodeLayout layout;
  private final NodeStore store;
  private final NodeFormat format;
  private final SlotTable table = new SlotTable();
  private final BitSet met = new BitSet();
  private final long[] absent = new long[ABSENT];
  private final boolean[] isAbsent = new boolean[ABSENT];
  private long[] ids = new long[PAGE];
  private int[] free = new int[64];
  private int freeCount;
  private int limit = 1;
  private int hand = 1;
  private long total;

  /**
   * @param layout complete: all parts of the model have claimed their places
   */
  public HotNodes(NodeLayout layout, NodeStore store) {
    super(layout);
    this.layout = layout;
    this.store = store;
    format = new NodeFormat(layout);
  }

  /** Nodes known, live or not. */
  public long total() {
    return total;
  }

  /** Says how many nodes the store has, after it was restored. */
  void total(long nodes) {
    total = nodes;
  }

  /** Live nodes. */
  public int live() {
    return table.size();
  }

  /** Heap bytes of the live nodes. */
  public long bytes() {
    return bytesPerNode() * live();
  }

  /** Heap bytes of a live node. */
  public long bytesPerNode() {
    return (long) layout.bytes() + OVERHEAD;
  }

  @Override
  public int find(long id) {
    int slot = table.find(id);
    if (slot == UNKNOWN && total > table.size()) {
      slot = load(id);
    }
    if (slot != UNKNOWN) {
      met.set(slot);
    }
    return slot;
  }

  @Override
  public int slot(long id) {
    int slot = find(id);
    if (slot == UNKNOWN) {
      slot = take(id);
      isAbsent[absentAt(id)] = false;
      met.set(slot);
      changed(slot);
      total++;
    }
    return slot;
  }

  private int load(long id) {
    int at = absentAt(id);
    if (isAbsent[at] && absent[at] == id) {
      return UNKNOWN;
    }
    byte[] bytes = store.read(id);
    if (bytes == null) {
      absent[at] = id;
      isAbsent[at] = true;
      return UNKNOWN;
    }
    int slot = take(id);
    format.read(
        id,
        bytes,
        ints(slot),
        intsAt(slot),
        longs(slot),
        longsAt(slot),
        floats(slot),
        floatsAt(slot));
    return slot;
  }

  private static int absentAt(long id) {
    return (int) ((id * 0xD6E8FEB86659FD93L) >>> 54);
  }

  /** A slot whose record is zero. */
  private int take(long id) {
    int slot;
    if (freeCount > 0) {
      slot = free[--freeCount];
      wipe(slot);
    } else {
      slot = limit++;
      cover(slot);
      if (slot == ids.length) {
        ids = Arrays.copyOf(ids, 2 * slot);
      }
    }
    ids[slot] = id;
    table.put(id, slot);
    return slot;
  }

  private void release(int slot) {
    table.remove(ids[slot]);
    changes().clear(slot);
    met.clear(slot);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = slot;
  }

  /** Forgets a node, which must be known. Between two batches only. */
  public void remove(long id) {
    int slot = table.find(id);
    if (slot != UNKNOWN) {
      release(slot);
    }
    store.remove(id);
    total--;
    moved();
  }

  /**
   * Lets go of live nodes that were not met since it was last asked, until there are as few as
   * wished. Between two batches only.
   */
  public void trim(long most) {
    if (live() <= most) {
      return;
    }
    // Some room, so that this is not to be done for every batch.
    long wanted = most - most / 8;
    while (live() > wanted) {
      hand = hand + 1 >= limit ? 1 : hand + 1;
      if (table.find(ids[hand]) != hand) {
        continue;
      }
      if (met.get(hand)) {
        met.clear(hand);
      } else {
        if (changes().get(hand)) {
          write(hand);
        }
        release(hand);
      }
    }
    moved();
  }

  /** Writes the records that changed to the store. */
  void writeChanges() {
    BitSet changed = changes();
    for (int slot = changed.nextSetBit(0); slot >= 0; slot = changed.nextSetBit(slot + 1)) {
      write(slot);
    }
    changed.clear();
  }

  private void write(int slot) {
    store.write(ids[slot], record(slot));
  }

  /** The record of a live node, as others of the same layout read it. */
  public byte[] record(int slot) {
    return format.write(
        ints(slot), intsAt(slot), longs(slot), longsAt(slot), floats(slot), floatsAt(slot));
  }

  @Override
  public long id(int slot) {
    return ids[slot];
  }

  @Override
  public int slots() {
    return limit;
  }

  @Override
  public void clear() {
    store.clear();
    table.clear();
    clearPages();
    met.clear();
    Arrays.fill(isAbsent, false);
    ids = new long[PAGE];
    freeCount = 0;
    limit = 1;
    hand = 1;
    total = 0;
  }
}
