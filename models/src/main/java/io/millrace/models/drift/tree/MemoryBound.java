/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which leaves keep statistics when not all can: those that get most weight wrong by
 * majority, since a split gains most there (Domingos and Hulten 2000, section 3). One tenth of the
 * memory is left free, so that this is not needed at every instance.
 */
final class MemoryBound {
  private static final double SHARE = 0.9;

  private final long maxBytes;

  MemoryBound(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void enforce(Tree tree) {
    List<Leaf> leaves = new ArrayList<>();
    long fixed = 0;
    long statistics = 0;
    int withStatistics = 0;
    for (Node node : tree.allNodes()) {
      long bytes = node.heapBytes();
      if (node instanceof Leaf leaf) {
        leaves.add(leaf);
        if (leaf.statistics != null) {
          withStatistics++;
          statistics += leaf.statistics.heapBytes();
          bytes -= leaf.statistics.heapBytes();
        }
      }
      fixed += bytes;
    }
    long usual = withStatistics == 0 ? 0 : statistics / withStatistics;
    leaves.sort(
        Comparator.comparingDouble(Leaf::promise).reversed().thenComparingInt(leaf -> leaf.id));
    double left = maxBytes * SHARE - fixed;
    for (Leaf leaf : leaves) {
      left -= leaf.statistics == null ? usual : leaf.statistics.heapBytes();
      if (left >= 0 && !leaf.active) {
        leaf.activate();
      } else if (left < 0 && leaf.active) {
        tree.heapBytes -= leaf.heapBytes();
        leaf.deactivate();
        tree.heapBytes += leaf.heapBytes();
      }
    }
  }
}
