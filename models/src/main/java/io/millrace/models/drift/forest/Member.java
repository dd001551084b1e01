/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.forest;

import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.drift.tree.TreePair;
import io.millrace.models.piece.Members;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;

/**
 * One vote in the forest: a tree, and a second one that grows in the background after a warning.
 * They change places at a drift.
 */
final class Member {
  /** What two trees take beside their nodes, measured. */
  private static final long BESIDE_NODES = 2_200;

  private final TreePair trees;
  private final Adwin warning;
  private final Adwin drift;

  /** Weight of the instances since the tree came to the front, and of those it got right. */
  private double seen;

  private double right;

  /** The class that the tree voted for last, -1 for none. */
  int winner;

  Member(HoeffdingTree first, HoeffdingTree second, ForestSettings settings) {
    this.trees = new TreePair(first, second);
    this.warning = new Adwin(settings.warning());
    this.drift = new Adwin(settings.drift());
  }

  HoeffdingTree tree() {
    return trees.front();
  }

  /** The tree in the background, or null. */
  HoeffdingTree background() {
    return trees.background();
  }

  /** What the vote counts: the share of instances got right, pulled towards one half at first. */
  double standing() {
    return (right + 1) / (seen + 2);
  }

  void judge(boolean correct, double weight) {
    seen += weight;
    right += correct ? weight : 0;
  }

  /** Errors have become more: perhaps. */
  boolean warns(double error) {
    return warning.add(error) == Level.DRIFT && warning.magnitude() > 0;
  }

  /** Errors have become more. */
  boolean drifts(double error) {
    return drift.add(error) == Level.DRIFT && drift.magnitude() > 0;
  }

  /** Begins a tree in the background, in place of one that may be there. */
  void prepare(int classes, long seed) {
    trees.grow(classes, seed);
    warning.reset();
  }

  /** Goes on with the tree in the background, or with a new one. */
  void renew(int classes, long seed) {
    trees.renew(classes, seed);
    warning.reset();
    drift.reset();
    seen = 0;
    right = 0;
  }

  long heapBytes() {
    return BESIDE_NODES + warning.heapBytes() + drift.heapBytes() + trees.heapBytes();
  }

  void write(PieceWriter out) {
    trees.write(out);
    out.float64(seen);
    out.float64(right);
    warning.write(out);
    drift.write(out);
  }

  void read(PieceReader in) {
    trees.read(in);
    seen = in.float64();
    right = in.float64();
    warning.read(in);
    drift.read(in);
  }

  /** Writes the trees as two members of the forest, numbered from {@code member} on. */
  void writeTrees(PieceSink sink, int member) {
    trees.writeTrees(sink, member);
  }

  void restoreTrees(Members pieces, int member) {
    trees.restoreTrees(pieces, member);
  }
}
