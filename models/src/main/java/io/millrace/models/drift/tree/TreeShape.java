/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/**
 * The size of a tree.
 *
 * @param splits inner nodes
 * @param activeLeaves leaves that keep statistics
 * @param inactiveLeaves leaves that only keep class weights
 * @param depth tests on the longest way to a leaf
 */
public record TreeShape(int splits, int activeLeaves, int inactiveLeaves, int depth) {
  static TreeShape of(Node root) {
    int splits = 0;
    int active = 0;
    int inactive = 0;
    int depth = 0;
    for (Node node : Tree.nodes(root)) {
      if (node instanceof Leaf leaf) {
        if (leaf.active) {
          active++;
        } else {
          inactive++;
        }
        int tests = 0;
        for (Split up = leaf.parent; up != null; up = up.parent) {
          tests++;
        }
        depth = Math.max(depth, tests);
      } else {
        splits++;
      }
    }
    return new TreeShape(splits, active, inactive, depth);
  }
}
