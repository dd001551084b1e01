/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import java.util.Arrays;

/** A test of one attribute with a branch for each outcome. */
final class Split extends Node {
  final Test test;
  final int attribute;
  final double value;
  Node[] branches;

  /** The branch for instances that lack the attribute: the one with most weight at the split. */
  final int heaviest;

  /** Class weights at the split, the votes where there is no branch yet; only for all codes. */
  final double[] weights;

  /** What is asked of the attribute. */
  enum Test {
    /** At most the value, or above? */
    AT_MOST,
    /** The code that the value is, or another? */
    EQUALS,
    /** Which code? A branch is null until an instance goes there. */
    CODE
  }

  Split(
      int id,
      Test test,
      int attribute,
      double value,
      int heaviest,
      Node[] branches,
      double[] weights) {
    super(id);
    this.test = test;
    this.attribute = attribute;
    this.value = value;
    this.heaviest = heaviest;
    this.branches = branches;
    this.weights = weights;
  }

  /** Where an instance goes; null for a code without a branch. */
  Node next(double[] x) {
    double v = x[attribute];
    if (test == Test.AT_MOST) {
      return v <= value ? branches[0] : v > value ? branches[1] : branches[heaviest];
    }
    if (Double.isNaN(v)) {
      return branches[heaviest];
    }
    if (test == Test.EQUALS) {
      return v == value ? branches[0] : branches[1];
    }
    int code = (int) v;
    return code < branches.length ? branches[code] : null;
  }

  void set(int branch, Node node) {
    if (branch >= branches.length) {
      branches = Arrays.copyOf(branches, branch + 1);
    }
    branches[branch] = node;
    if (node != null) {
      node.parent = this;
    }
    dirty = true;
  }

  void replace(Node old, Node by) {
    for (int i = 0; i < branches.length; i++) {
      if (branches[i] == old) {
        set(i, by);
        return;
      }
    }
    throw new IllegalStateException("node " + old.id + " is no branch of node " + id);
  }

  @Override
  long ownBytes() {
    return 72 + 4L * branches.length + (weights == null ? 0 : 16 + 8L * weights.length);
  }
}
