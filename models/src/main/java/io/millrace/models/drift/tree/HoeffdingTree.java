/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;

/**
 * A Hoeffding tree (VFDT; Domingos and Hulten, "Mining high-speed data streams", KDD 2000). A vote
 * followed by the learning of the same instance finds the leaf, and asks naive Bayes, only once.
 */
public final class HoeffdingTree implements Learner {
  private final Tree tree;
  private final TreePieces pieces;
  private final Features own;

  // What the last vote found, until something is learnt.
  private Features votedOn;
  private long votedStamp;
  private Leaf votedLeaf;
  private int votedBayes;

  /**
   * @param classes known beforehand, 0 or more; others are welcome later
   * @param seed of the subspaces of leaves, when there are any
   */
  public HoeffdingTree(HoeffdingSettings settings, Attributes attributes, int classes, long seed) {
    this.tree = new Tree(settings, attributes, classes, seed, 0);
    this.pieces = new TreePieces(tree);
    this.own = new Features(attributes);
  }

  @Override
  public void vote(double[] x, Votes into) {
    own.take(x);
    vote(own, into);
  }

  /** The same for an instance that several learners look at. */
  public void vote(Features features, Votes into) {
    into.clear(tree.classes);
    Node end = Tree.end(tree.root, features.values());
    tree.votes(end, features, into);
    votedOn = null;
    if (end instanceof Leaf leaf) {
      votedOn = features;
      votedStamp = features.stamp();
      votedLeaf = leaf;
      votedBayes = tree.votesByBayes(leaf) ? into.winner() : -1;
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    own.take(x);
    learn(own, label, weight);
  }

  /** The same for an instance that several learners look at. */
  public void learn(Features features, int label, double weight) {
    Labels.check(label, weight);
    Leaf leaf;
    int bayes = -1;
    if (votedOn == features && votedStamp == features.stamp()) {
      leaf = votedLeaf;
      bayes = votedBayes;
    } else {
      leaf = tree.leafToLearn(tree.root, features.values());
    }
    votedOn = null;
    tree.learn(leaf, features, label, weight, bayes);
    if (tree.due(leaf)) {
      Split split = tree.grow(leaf);
      if (split != null) {
        tree.replace(leaf, split);
      }
    }
    tree.bound();
  }

  /**
   * Begins anew, with a single leaf; the pieces written so far go with the next changes.
   *
   * @param classes known beforehand, 0 or more
   */
  public void reset(int classes, long seed) {
    votedOn = null;
    tree.reset(classes, seed);
  }

  @Override
  public void writeChanges(PieceSink sink) {
    pieces.writeChanges(sink);
  }

  /** Removes all that was written; the next changes are the whole tree. */
  public void removeAll(PieceSink sink) {
    pieces.removeAll(sink);
  }

  @Override
  public void restore(PieceSource source) {
    votedOn = null;
    pieces.restore(source);
  }

  @Override
  public long heapBytes() {
    return tree.heapBytes;
  }

  /** What the tree has grown to. */
  public TreeShape shape() {
    return TreeShape.of(tree.root);
  }
}
