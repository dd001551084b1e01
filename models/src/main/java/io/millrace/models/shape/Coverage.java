/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

import java.util.BitSet;

/** Which fragments of one update have arrived. */
public final class Coverage {
  private final int fragments;
  private final BitSet seen;

  /** Nothing yet. */
  public Coverage(ModelShape shape) {
    this(shape, new BitSet());
  }

  private Coverage(ModelShape shape, BitSet seen) {
    fragments = shape.fragments();
    this.seen = seen;
  }

  /** Continues from {@link #words()}. */
  public static Coverage restored(ModelShape shape, long[] words) {
    BitSet seen = BitSet.valueOf(words);
    if (seen.length() > shape.fragments()) {
      throw new ShapeMismatchException(
          "stored coverage names fragment "
              + (seen.length() - 1)
              + ", the model has "
              + shape.fragments());
    }
    return new Coverage(shape, seen);
  }

  /** Notes a fragment; false when it has been seen before and must not be added again. */
  public boolean mark(Fragment fragment) {
    boolean fresh = !seen.get(fragment.index());
    seen.set(fragment.index());
    return fresh;
  }

  public boolean complete() {
    return seen.cardinality() == fragments;
  }

  /** How many are missing. */
  public int missing() {
    return fragments - seen.cardinality();
  }

  /** The first missing fragment, or -1. */
  public int firstMissing() {
    int first = seen.nextClearBit(0);
    return first < fragments ? first : -1;
  }

  /** To be stored. */
  public long[] words() {
    return seen.toLongArray();
  }
}
