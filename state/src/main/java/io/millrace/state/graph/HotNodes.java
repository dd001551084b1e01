/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The records of a graph's nodes, those in use live in pages, all of them in a {@link NodeStore}. A
 * node is read when it is met, written when it changed, and leaves its slot when there are too many
 * live ones and it was not met of late. For one thread.
 */
public final class HotNodes implements NodeStates {
  private static final int SHIFT = 8;
  private static final int PAGE = 1 << SHIFT;
  private static final int MASK = PAGE - 1;
  private static final int ABSENT = 1 << 10;

  /** Heap bytes of a live node beside its record. */
  private static final int OVERHEAD = 40;

  private final NodeLayout layout;
  private final NodeStore store;
  private final NodeFormat format;
  private final SlotTable table = new SlotTable();
  private final BitSet changed = new BitSet();
  private final BitSet met = new BitSet();
  private final long[] absent = new long[ABSENT];
  private final boolean[] isAbsent = new boolean[ABSENT];
  private int[][] ints = new int[1][];
  private long[][] longs = new long[1][];
  private float[][] floats = new float[1][];
  private long[] ids = new long[PAGE];
  private int[] free = new int[64];
  private int freeCount;
  private int limit = 1;
  private int hand = 1;
  private long total;
  private int moves;

  /**
   * @param layout complete: all parts of the model have claimed their places
   */
  public HotNodes(NodeLayout layout, NodeStore store) {
    this.layout = layout;
    this.store = store;
    format = new NodeFormat(layout);
    page(0);
  }

  private void page(int page) {
    if (page >= floats.length) {
      int length = Math.max(page + 1, 2 * floats.length);
      ints = Arrays.copyOf(ints, length);
      longs = Arrays.copyOf(longs, length);
      floats = Arrays.copyOf(floats, length);
      ids = Arrays.copyOf(ids, length * PAGE);
    }
    ints[page] = new int[PAGE * layout.ints()];
    longs[page] = new long[PAGE * layout.longs()];
    floats[page] = new float[PAGE * layout.floats()];
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
      changed.set(slot);
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
      Arrays.fill(ints(slot), intsAt(slot), intsAt(slot) + layout.ints(), 0);
      Arrays.fill(longs(slot), longsAt(slot), longsAt(slot) + layout.longs(), 0);
      Arrays.fill(floats(slot), floatsAt(slot), floatsAt(slot) + layout.floats(), 0);
    } else {
      slot = limit++;
      if (slot >> SHIFT >= floats.length || floats[slot >> SHIFT] == null) {
        page(slot >> SHIFT);
      }
    }
    ids[slot] = id;
    table.put(id, slot);
    return slot;
  }

  private void release(int slot) {
    table.remove(ids[slot]);
    changed.clear(slot);
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
    moves++;
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
        if (changed.get(hand)) {
          write(hand);
        }
        release(hand);
      }
    }
    moves++;
  }

  /** Writes the records that changed to the store. */
  void writeChanges() {
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
  public int moves() {
    return moves;
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
  public NodeLayout layout() {
    return layout;
  }

  @Override
  public int[] ints(int slot) {
    return ints[slot >> SHIFT];
  }

  @Override
  public int intsAt(int slot) {
    return (slot & MASK) * layout.ints();
  }

  @Override
  public long[] longs(int slot) {
    return longs[slot >> SHIFT];
  }

  @Override
  public int longsAt(int slot) {
    return (slot & MASK) * layout.longs();
  }

  @Override
  public float[] floats(int slot) {
    return floats[slot >> SHIFT];
  }

  @Override
  public int floatsAt(int slot) {
    return (slot & MASK) * layout.floats();
  }

  @Override
  public void changed(int slot) {
    changed.set(slot);
  }

  @Override
  public void clear() {
    store.clear();
    table.clear();
    changed.clear();
    met.clear();
    Arrays.fill(isAbsent, false);
    ints = new int[1][];
    longs = new long[1][];
    floats = new float[1][];
    ids = new long[PAGE];
    freeCount = 0;
    limit = 1;
    hand = 1;
    total = 0;
    moves++;
    page(0);
  }
}
