/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Hoeffding tree that watches the errors of each of its subtrees with ADWIN. Where they rise, an
 * alternate grows beside the subtree from a single leaf and learns the same instances; it takes the
 * subtree's place once it is better, and goes if it turns out worse (Bifet and Gavaldà, "Adaptive
 * learning from evolving data streams", IDA 2009). Here leaves may have alternates too; alternates
 * have none of their own until they take a place.
 */
public final class HoeffdingAdaptiveTree implements Learner {
  /** Delta of ADWIN unless given. */
  public static final double DELTA = 0.002;

  /** Errors that both must have seen before an alternate is compared. */
  private static final int LEAST_WIDTH = 300;

  /** Chance of a wrong comparison that is put up with. */
  private static final double DOUBT = 0.05;

  private final Tree tree;
  private final TreePieces pieces;
  private final Features own;
  private final Votes votes = new Votes();
  private final List<Node> path = new ArrayList<>();

  private Features votedOn;
  private long votedStamp;
  private Leaf votedLeaf;
  private int votedWinner;
  private int votedBayes;

  /**
   * @param delta chance of a false alarm in each subtree that is put up with, in (0, 1)
   * @param classes known beforehand, 0 or more; others are welcome later
   * @param seed of the subspaces of leaves, when there are any
   */
  public HoeffdingAdaptiveTree(
      HoeffdingSettings settings, double delta, Attributes attributes, int classes, long seed) {
    this.tree = new Tree(settings, attributes, classes, seed, new Monitor(delta).errors.delta());
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
      votedWinner = into.winner();
      votedBayes = tree.votesByBayes(leaf) ? votedWinner : -1;
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
    int winner;
    int bayes;
    if (votedOn == features && votedStamp == features.stamp()) {
      leaf = votedLeaf;
      winner = votedWinner;
      bayes = votedBayes;
    } else {
      leaf = tree.leafToLearn(tree.root, features.values());
      winner = winner(leaf, features);
      bayes = tree.votesByBayes(leaf) ? winner : -1;
    }
    votedOn = null;
    double error = winner == label ? 0 : 1;
    Node place = adapt(leaf, features, label, weight, error);
    if (place == null) {
      learn(leaf, features, label, weight, bayes);
    } else {
      // An alternate took over: what it knows of this instance is still to be learnt.
      learnAlternate(place, features, label, weight);
    }
    tree.bound();
  }

  private int winner(Leaf leaf, Features features) {
    votes.clear(tree.classes);
    tree.votes(leaf, features, votes);
    return votes.winner();
  }

  /** Learns at a leaf and splits it if that is due; returns what is in its place then. */
  private Node learn(Leaf leaf, Features features, int label, double weight, int bayes) {
    tree.learn(leaf, features, label, weight, bayes);
    if (tree.due(leaf)) {
      Split split = tree.grow(leaf);
      if (split != null) {
        tree.replace(leaf, split);
        return split;
      }
    }
    return leaf;
  }

  /**
   * Adds the error to all nodes above the leaf, lets alternates begin, learn and go, from the root
   * on; returns an alternate that took its place, below which nothing more is done, or null.
   */
  private Node adapt(Leaf leaf, Features features, int label, double weight, double error) {
    path.clear();
    for (Node node = leaf; node != null; node = node.parent) {
      path.add(node);
    }
    Collections.reverse(path);
    for (int i = 0; i < path.size(); i++) {
      Node node = path.get(i);
      boolean worse = watch(node, error);
      Monitor monitor = node.monitor;
      if (worse) {
        if (monitor.alternate != null) {
          tree.drop(monitor.alternate);
        }
        monitor.alternate = tree.leaf(new double[0]);
      } else if (monitor.alternate != null) {
        double better = better(monitor);
        if (better > 0) {
          return exchange(node, monitor.alternate);
        }
        if (better < 0) {
          tree.drop(monitor.alternate);
          monitor.alternate = null;
        }
      }
      if (monitor.alternate != null) {
        monitor.alternate = learnAlternate(monitor.alternate, features, label, weight);
      }
    }
    return null;
  }

  /** Adds an error; true when errors have become more. */
  private boolean watch(Node node, double error) {
    long before = node.heapBytes();
    if (node.monitor == null) {
      node.monitor = new Monitor(tree.watch);
    }
    boolean drift = node.monitor.errors.add(error) == Level.DRIFT;
    node.dirty = true;
    tree.heapBytes += node.heapBytes() - before;
    return drift && node.monitor.errors.magnitude() > 0;
  }

  /** Above 0 when the alternate is better for sure, below 0 when worse. */
  private static double better(Monitor monitor) {
    Monitor other = monitor.alternate.monitor;
    if (other == null
        || monitor.errors.width() <= LEAST_WIDTH
        || other.errors.width() <= LEAST_WIDTH) {
      return 0;
    }
    double rate = monitor.errors.mean();
    double counts = 1.0 / monitor.errors.width() + 1.0 / other.errors.width();
    double bound = Math.sqrt(2 * rate * (1 - rate) * Math.log(2 / DOUBT) * counts);
    double distance = rate - other.errors.mean();
    return Math.abs(distance) > bound ? distance : 0;
  }

  private Node exchange(Node node, Node alternate) {
    node.monitor.alternate = null;
    alternate.parent = null;
    tree.replace(node, alternate);
    tree.drop(node);
    return alternate;
  }

  /** An alternate, or a place just taken, learns; returns what is at its top then. */
  private Node learnAlternate(Node top, Features features, int label, double weight) {
    Leaf leaf = tree.leafToLearn(top, features.values());
    int winner = winner(leaf, features);
    double error = winner == label ? 0 : 1;
    Node node = leaf;
    while (node != null) {
      watch(node, error);
      node = node == top ? null : node.parent;
    }
    Node now = learn(leaf, features, label, weight, tree.votesByBayes(leaf) ? winner : -1);
    return leaf == top ? now : top;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    pieces.writeChanges(sink);
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

  /** What the tree has grown to, alternates included. */
  public TreeShape shape() {
    return TreeShape.of(tree.root);
  }

  /** Alternates that grow at the moment. */
  public int alternates() {
    int count = 0;
    for (Node node : tree.allNodes()) {
      count += node.monitor != null && node.monitor.alternate != null ? 1 : 0;
    }
    return count;
  }
}
