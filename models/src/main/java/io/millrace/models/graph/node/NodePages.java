/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

import java.util.Arrays;
import java.util.BitSet;

/** Records by slot in pages on the heap, with a mark on those that changed. */
public abstract class NodePages implements NodeStates {
  private static final int SHIFT = 8;

  /** Slots of a page. */
  protected static final int PAGE = 1 << SHIFT;

  private static final int MASK = PAGE - 1;

  private final NodeLayout layout;
  private final BitSet changed = new BitSet();
  private int[][] ints = new int[1][];
  private long[][] longs = new long[1][];
  private float[][] floats = new float[1][];
  private int moves;

  /**
   * @param layout complete: all parts of the model have claimed their places
   */
  protected NodePages(NodeLayout layout) {
    this.layout = layout;
    page(0);
  }

  /** Makes sure that the slot has a page. */
  protected final void cover(int slot) {
    int page = slot >> SHIFT;
    if (page >= floats.length || floats[page] == null) {
      page(page);
    }
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

  /** Sets the slot's record to zero. */
  protected final void wipe(int slot) {
    Arrays.fill(ints(slot), intsAt(slot), intsAt(slot) + layout.ints(), 0);
    Arrays.fill(longs(slot), longsAt(slot), longsAt(slot) + layout.longs(), 0);
    Arrays.fill(floats(slot), floatsAt(slot), floatsAt(slot) + layout.floats(), 0);
  }

  /** Forgets all records. */
  protected final void clearPages() {
    changed.clear();
    ints = new int[1][];
    longs = new long[1][];
    floats = new float[1][];
    moves++;
    page(0);
  }

  /** The slots whose records changed; the set itself. */
  protected final BitSet changes() {
    return changed;
  }

  /** Notes that slots became those of other nodes. */
  protected final void moved() {
    moves++;
  }

  @Override
  public final int moves() {
    return moves;
  }

  @Override
  public final NodeLayout layout() {
    return layout;
  }

  @Override
  public final int[] ints(int slot) {
    return ints[slot >> SHIFT];
  }

  @Override
  public final int intsAt(int slot) {
    return (slot & MASK) * layout.ints();
  }

  @Override
  public final long[] longs(int slot) {
    return longs[slot >> SHIFT];
  }

  @Override
  public final int longsAt(int slot) {
    return (slot & MASK) * layout.longs();
  }

  @Override
  public final float[] floats(int slot) {
    return floats[slot >> SHIFT];
  }

  @Override
  public final int floatsAt(int slot) {
    return (slot & MASK) * layout.floats();
  }

  @Override
  public final void changed(int slot) {
    changed.set(slot);
  }
}
