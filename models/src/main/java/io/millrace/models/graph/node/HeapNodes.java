/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** Records in pages on the heap, with a mark on those that changed. */
public final class HeapNodes implements NodeStates {
  private static final byte VERSION = 1;
  private static final int SHIFT = 8;
  private static final int PAGE = 1 << SHIFT;
  private static final int MASK = PAGE - 1;

  private final NodeLayout layout;
  private final IdTable ids = new IdTable();
  private final BitSet changed = new BitSet();
  private int moves;
  private int[][] ints = new int[1][];
  private long[][] longs = new long[1][];
  private float[][] floats = new float[1][];

  /**
   * @param layout complete: all parts of the model have claimed their places
   */
  public HeapNodes(NodeLayout layout) {
    this.layout = layout;
    page(0);
  }

  @Override
  public int slot(long id) {
    int slot = ids.intern(id);
    if (slot >> SHIFT >= floats.length || floats[slot >> SHIFT] == null) {
      page(slot >> SHIFT);
    }
    return slot;
  }

  private void page(int page) {
    if (page >= floats.length) {
      int length = Math.max(page + 1, 2 * floats.length);
      ints = Arrays.copyOf(ints, length);
      longs = Arrays.copyOf(longs, length);
      floats = Arrays.copyOf(floats, length);
    }
    ints[page] = new int[PAGE * layout.ints()];
    longs[page] = new long[PAGE * layout.longs()];
    floats[page] = new float[PAGE * layout.floats()];
  }

  @Override
  public int find(long id) {
    return ids.find(id);
  }

  @Override
  public long id(int slot) {
    return ids.id(slot);
  }

  @Override
  public int slots() {
    return ids.limit();
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
  public int moves() {
    return moves;
  }

  @Override
  public void clear() {
    moves++;
    ids.clear();
    changed.clear();
    ints = new int[1][];
    longs = new long[1][];
    floats = new float[1][];
    page(0);
  }

  /** Hands over the slots whose records changed since the last call. */
  public void takeChanges(IntConsumer slots) {
    for (int slot = changed.nextSetBit(0); slot >= 0; slot = changed.nextSetBit(slot + 1)) {
      slots.accept(slot);
    }
    changed.clear();
  }

  /**
   * A record's bytes, little-endian: version, the numbers of ints, longs and floats, then they
   * themselves. Nodes are named by id in it, so that it can be read into other slots.
   */
  public byte[] encode(int slot) {
    ByteBuffer out = ByteBuffer.allocate(13 + layout.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).putInt(layout.ints()).putInt(layout.longs()).putInt(layout.floats());
    out.asIntBuffer().put(ints(slot), intsAt(slot), layout.ints());
    out.position(out.position() + Integer.BYTES * layout.ints());
    out.asLongBuffer().put(longs(slot), longsAt(slot), layout.longs());
    out.position(out.position() + Long.BYTES * layout.longs());
    out.asFloatBuffer().put(floats(slot), floatsAt(slot), layout.floats());
    return out.array();
  }

  /**
   * Reads a node's record, in place of what it had.
   *
   * @throws IllegalArgumentException when it has another version or layout
   */
  public void decode(long id, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean fits =
        bytes.length == 13 + layout.bytes()
            && in.get() == VERSION
            && in.getInt() == layout.ints()
            && in.getInt() == layout.longs()
            && in.getInt() == layout.floats();
    if (!fits) {
      throw new IllegalArgumentException(
          "the record of node %d has %d bytes, version %s: this model reads version %d with %d ints, %d longs and %d floats; restore with the settings it was written with"
              .formatted(
                  id,
                  bytes.length,
                  bytes.length > 0 ? bytes[0] : "none",
                  VERSION,
                  layout.ints(),
                  layout.longs(),
                  layout.floats()));
    }
    moves++;
    int slot = slot(id);
    in.asIntBuffer().get(ints(slot), intsAt(slot), layout.ints());
    in.position(in.position() + Integer.BYTES * layout.ints());
    in.asLongBuffer().get(longs(slot), longsAt(slot), layout.longs());
    in.position(in.position() + Long.BYTES * layout.longs());
    in.asFloatBuffer().get(floats(slot), floatsAt(slot), layout.floats());
    changed.set(slot);
  }
}
