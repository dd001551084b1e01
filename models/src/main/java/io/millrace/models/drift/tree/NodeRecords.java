/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.bayes.Statistics;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/** How a node is written. */
final class NodeRecords {
  private static final int AT_MOST = 0;
  private static final int EQUALS = 1;
  private static final int CODE = 2;
  private static final int LEAF = 3;

  /** A leaf that has a piece of its own. */
  private static final int ELSEWHERE = 4;

  /** Added to the kind of a node that is watched. */
  private static final int WATCHED = 0x10;

  private static final int MAX_CLASSES = 1 << 17;
  private static final int MAX_BRANCHES = 1 << 15;
  private static final int NONE = -1;

  private final Tree tree;

  NodeRecords(Tree tree) {
    this.tree = tree;
  }

  void write(Node node, PieceWriter out) {
    int watched = node.monitor == null ? 0 : WATCHED;
    if (node instanceof Split split) {
      write(split, watched, out);
    } else {
      out.u8(LEAF | watched);
      writeLeaf((Leaf) node, out);
    }
    if (node.monitor != null) {
      node.monitor.errors.write(out);
      out.varint(node.monitor.alternate == null ? 0 : node.monitor.alternate.id + 1L);
    }
  }

  void writeElsewhere(PieceWriter out) {
    out.u8(ELSEWHERE);
  }

  private static void write(Split split, int watched, PieceWriter out) {
    switch (split.test) {
      case AT_MOST -> {
        out.u8(AT_MOST | watched);
        out.varint(split.attribute);
        out.float64(split.value);
      }
      case EQUALS -> {
        out.u8(EQUALS | watched);
        out.varint(split.attribute);
        out.varint((long) split.value);
      }
      case CODE -> {
        out.u8(CODE | watched);
        out.varint(split.attribute);
        writeAmounts(split.weights, out);
        out.varint(split.branches.length);
      }
    }
    out.varint(split.heaviest);
    for (Node branch : split.branches) {
      out.varint(branch == null ? 0 : branch.id + 1L);
    }
  }

  private static void writeLeaf(Leaf leaf, PieceWriter out) {
    writeAmounts(leaf.classes, out);
    out.amount(leaf.total);
    out.amount(leaf.totalAtAttempt);
    out.amount(leaf.majorityRight);
    out.amount(leaf.bayesRight);
    out.u8((leaf.active ? 1 : 0) | (leaf.statistics != null ? 2 : 0));
    if (leaf.statistics != null) {
      leaf.statistics.write(out);
    }
  }

  private static void writeAmounts(double[] amounts, PieceWriter out) {
    out.varint(amounts.length);
    for (double amount : amounts) {
      out.amount(amount);
    }
  }

  private static double[] readAmounts(PieceReader in) {
    double[] amounts = new double[in.count("classes", MAX_CLASSES)];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = in.amount();
    }
    return amounts;
  }

  /** Reads a node into a draft, whose branches are still numbers. */
  Draft read(int id, PieceReader in) {
    int kind = in.u8();
    Draft draft =
        switch (kind & ~WATCHED) {
          case AT_MOST, EQUALS, CODE -> readSplit(id, kind & ~WATCHED, in);
          case LEAF -> new Draft(readLeaf(id, in), null, NONE);
          case ELSEWHERE -> new Draft(null, null, NONE);
          default -> throw in.damaged("a node of kind " + kind);
        };
    if ((kind & WATCHED) == 0) {
      return draft;
    }
    if (draft.node() == null || !(tree.watch > 0)) {
      throw in.damaged("a watched node where there can be none");
    }
    draft.node().monitor = new Monitor(tree.watch);
    draft.node().monitor.errors.read(in);
    int alternate = in.count("as the alternate", Integer.MAX_VALUE) - 1;
    return new Draft(draft.node(), draft.branches(), alternate);
  }

  private Draft readSplit(int id, int kind, PieceReader in) {
    int attribute = in.count("as an attribute", tree.attributes.count() - 1);
    double value =
        switch (kind) {
          case AT_MOST -> in.float64();
          case EQUALS -> in.varint();
          default -> 0;
        };
    double[] weights = kind == CODE ? readAmounts(in) : null;
    int branches = kind == CODE ? in.count("branches", MAX_BRANCHES) : 2;
    int heaviest = in.count("as the heaviest branch", branches - 1);
    int[] ids = new int[branches];
    for (int b = 0; b < branches; b++) {
      ids[b] = in.count("as a branch", Integer.MAX_VALUE) - 1;
    }
    if (ids[heaviest] == NONE) {
      throw in.damaged("the heaviest branch is missing");
    }
    Split.Test test =
        kind == AT_MOST ? Split.Test.AT_MOST : kind == EQUALS ? Split.Test.EQUALS : Split.Test.CODE;
    return new Draft(
        new Split(id, test, attribute, value, heaviest, new Node[branches], weights), ids, NONE);
  }

  private Leaf readLeaf(int id, PieceReader in) {
    Leaf leaf = new Leaf(id, readAmounts(in));
    leaf.total = in.amount();
    leaf.totalAtAttempt = in.amount();
    leaf.majorityRight = in.amount();
    leaf.bayesRight = in.amount();
    int flags = in.u8();
    leaf.active = (flags & 1) != 0;
    if ((flags & 2) != 0) {
      leaf.statistics = Statistics.read(in, tree.selection(id));
    }
    return leaf;
  }

  /**
   * A node as it was read.
   *
   * @param node null when it has a piece of its own
   * @param branches numbers of the branches, -1 for none; null for a leaf
   * @param alternate number of the alternate, -1 for none
   */
  record Draft(Node node, int[] branches, int alternate) {}
}
