/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;

/** The record of one node, from elsewhere. */
final class OneNode implements NodeStates {
  private static final int SLOT = 1;

  private final NodeLayout layout;
  private final NodeFormat format;
  private final int[] ints;
  private final long[] longs;
  private final float[] floats;
  private long id;

  OneNode(NodeLayout layout) {
    this.layout = layout;
    format = new NodeFormat(layout);
    ints = new int[2 * layout.ints()];
    longs = new long[2 * layout.longs()];
    floats = new float[2 * layout.floats()];
  }

  /** Becomes that node. */
  OneNode read(long node, byte[] bytes) {
    id = node;
    format.read(node, bytes, ints, intsAt(SLOT), longs, longsAt(SLOT), floats, floatsAt(SLOT));
    return this;
  }

  @Override
  public int slot(long node) {
    if (node != id) {
      throw new IllegalArgumentException("this is node " + id + ", not " + node);
    }
    return SLOT;
  }

  @Override
  public int find(long node) {
    return node == id ? SLOT : UNKNOWN;
  }

  @Override
  public long id(int slot) {
    return id;
  }

  @Override
  public int slots() {
    return SLOT + 1;
  }

  @Override
  public NodeLayout layout() {
    return layout;
  }

  @Override
  public int[] ints(int slot) {
    return ints;
  }

  @Override
  public int intsAt(int slot) {
    return slot * layout.ints();
  }

  @Override
  public long[] longs(int slot) {
    return longs;
  }

  @Override
  public int longsAt(int slot) {
    return slot * layout.longs();
  }

  @Override
  public float[] floats(int slot) {
    return floats;
  }

  @Override
  public int floatsAt(int slot) {
    return slot * layout.floats();
  }

  @Override
  public void changed(int slot) {}

  @Override
  public void clear() {
    throw new UnsupportedOperationException("one node stays one");
  }
}
