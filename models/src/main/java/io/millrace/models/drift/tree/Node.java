/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/** A place in the tree. Its number stays when a leaf becomes a split. */
abstract sealed class Node permits Leaf, Split {
  final int id;
  Split parent;

  /** Changed since it was last written. */
  boolean dirty = true;

  /** Only while a tree is read: something leads here. */
  boolean linked;

  Node(int id) {
    this.id = id;
  }

  /** What the adaptive tree knows of the errors from here on; null in other trees. */
  Monitor monitor;

  /** Heap bytes, estimated from what is held alone; without the nodes below. */
  final long heapBytes() {
    return ownBytes() + (monitor == null ? 0 : monitor.heapBytes());
  }

  abstract long ownBytes();
}
