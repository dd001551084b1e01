/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** Records that stay on the heap. */
public final class HeapNodes extends NodePages {
  private static final byte VERSION = 1;

  private final NodeLayout layout;
  private final IdTable ids = new IdTable();

  /**
   * @param layout complete: all parts of the model have claimed their places
   */
  public HeapNodes(NodeLayout layout) {
    super(layout);
    this.layout = layout;
  }

  @Override
  public int slot(long id) {
    int slot = ids.intern(id);
    cover(slot);
    return slot;
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
  public void clear() {
    ids.clear();
    clearPages();
  }

  /** Hands over the slots whose records changed since the last call. */
  public void takeChanges(IntConsumer slots) {
    BitSet changed = changes();
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
    moved();
    int slot = slot(id);
    in.asIntBuffer().get(ints(slot), intsAt(slot), layout.ints());
    in.position(in.position() + Integer.BYTES * layout.ints());
    in.asLongBuffer().get(longs(slot), longsAt(slot), layout.longs());
    in.position(in.position() + Long.BYTES * layout.longs());
    in.asFloatBuffer().get(floats(slot), floatsAt(slot), layout.floats());
    changed(slot);
  }
}
