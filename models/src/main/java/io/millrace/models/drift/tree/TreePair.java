/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.piece.Members;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;

/**
 * The tree in front, and another one that grows in the background at times, to take its place. The
 * one that is not in use is empty: it takes room neither here nor in the store.
 */
public final class TreePair {
  private static final int GROWING = 2;

  private final HoeffdingTree[] trees;
  private int front;
  private boolean growing;

  public TreePair(HoeffdingTree first, HoeffdingTree second) {
    trees = new HoeffdingTree[] {first, second};
  }

  public HoeffdingTree front() {
    return trees[front];
  }

  /** The tree in the background, or null. */
  public HoeffdingTree background() {
    return growing ? trees[1 - front] : null;
  }

  /**
   * Begins a tree in the background, in place of one that may be there.
   *
   * @param classes known beforehand, 0 or more
   */
  public void grow(int classes, long seed) {
    trees[1 - front].reset(classes, seed);
    growing = true;
  }

  /** Gives up the tree in the background. */
  public void giveUp() {
    trees[1 - front].reset(0, 0);
    growing = false;
  }

  /**
   * Goes on with the tree in the background, or with a new one.
   *
   * @param classes known beforehand, 0 or more
   * @param seed for a new one
   */
  public void renew(int classes, long seed) {
    trees[front].reset(classes, seed);
    if (growing) {
      front = 1 - front;
      growing = false;
    }
  }

  /** Heap bytes, estimated. */
  public long heapBytes() {
    return trees[0].heapBytes() + trees[1].heapBytes();
  }

  /** Writes which of the trees are in use. */
  public void write(PieceWriter out) {
    out.u8(front | (growing ? GROWING : 0));
  }

  public void read(PieceReader in) {
    int flags = in.u8();
    front = flags & 1;
    growing = (flags & GROWING) != 0;
  }

  /** Writes the trees as two members of an ensemble, numbered from {@code member} on. */
  public void writeTrees(PieceSink sink, int member) {
    for (int which = 0; which < 2; which++) {
      if (which == front || growing) {
        trees[which].writeChanges(sink.of(member + which));
      } else {
        trees[which].removeAll(sink.of(member + which));
      }
    }
  }

  /** Reads the trees that are in use, after {@link #read}. */
  public void restoreTrees(Members pieces, int member) {
    for (int which = 0; which < 2; which++) {
      if (which == front || growing) {
        trees[which].restore(pieces.of(member + which));
      } else {
        trees[which].reset(0, 0);
      }
    }
  }
}
