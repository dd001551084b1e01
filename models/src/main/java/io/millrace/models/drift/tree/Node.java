/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/** A place in the tree. Its number stays when a leaf becomes a split. */
abstract sealed class Node permits Leaf, Split {
  final int id;
  Split parent;

  /** Changed since it was last written. */
  boolean dirty = true;

  Node(int id) {
    this.id = id;
  }

  /** Heap bytes, estimated from what is held alone; without the nodes below. */
  abstract long heapBytes();
}
