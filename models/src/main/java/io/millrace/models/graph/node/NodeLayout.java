/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.node;

/** What a node's record holds; parts of a model claim their places while it is built. */
public final class NodeLayout {
  private int ints;
  private int longs;
  private int floats;

  /** Claims ints, and tells where they begin within a record's ints. */
  public int claimInts(int count) {
    ints += count;
    return ints - count;
  }

  /** As {@link #claimInts}. */
  public int claimLongs(int count) {
    longs += count;
    return longs - count;
  }

  /** As {@link #claimInts}. */
  public int claimFloats(int count) {
    floats += count;
    return floats - count;
  }

  public int ints() {
    return ints;
  }

  public int longs() {
    return longs;
  }

  public int floats() {
    return floats;
  }

  /** Bytes of a record. */
  public int bytes() {
    return Integer.BYTES * ints + Long.BYTES * longs + Float.BYTES * floats;
  }
}
