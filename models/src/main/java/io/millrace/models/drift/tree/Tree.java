/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.bayes.Likelihoods;
import io.millrace.models.drift.bayes.Selection;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Votes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Nodes, and how leaves vote, learn and split: what the plain and the adaptive tree share. */
final class Tree {
  final HoeffdingSettings settings;
  final Attributes attributes;
  private long seed;
  private final Selection all;
  private final SplitFinder finder;
  private final MemoryBound bound;
  private final Likelihoods likelihoods = new Likelihoods();
  private final Votes bayes = new Votes();

  /** Delta of the detectors that watch each node; 0 for none. */
  final double watch;

  Node root;

  /** Classes seen or announced. */
  int classes;

  int nextId;
  long heapBytes;

  /** Where nodes went that were written once. */
  final BitSet goneStatistics = new BitSet();

  final BitSet gonePages = new BitSet();
  boolean paged;
  boolean changed = true;

  Tree(HoeffdingSettings settings, Attributes attributes, int classes, long seed, double watch) {
    if (classes < 0) {
      throw new IllegalArgumentException(classes + " classes: give 0 or more");
    }
    this.settings = settings;
    this.attributes = attributes;
    this.classes = classes;
    this.seed = seed;
    this.watch = watch;
    this.all = Selection.all(attributes);
    this.finder = new SplitFinder(settings.criterion(), settings.binary());
    this.bound = new MemoryBound(settings.maxBytes());
    this.root = leaf(new double[0]);
  }

  /** A new leaf that no branch leads to yet. */
  Leaf leaf(double[] weights) {
    Leaf leaf = new Leaf(nextId++, weights);
    heapBytes += leaf.heapBytes();
    return leaf;
  }

  /** What the statistics of a leaf look at. */
  Selection selection(int id) {
    return settings.subspace() == 0
        ? all
        : Selection.random(attributes, settings.subspace(), Chance.seed(seed, id));
  }

  /** The leaf that learns an instance; made when a code has no branch yet. */
  Leaf leafToLearn(Node from, double[] x) {
    Node node = from;
    while (node instanceof Split split) {
      Node next = split.next(x);
      if (next == null) {
        long before = split.heapBytes();
        next = leaf(new double[0]);
        split.set((int) x[split.attribute], next);
        heapBytes += split.heapBytes() - before;
      }
      node = next;
    }
    return (Leaf) node;
  }

  /** The leaf of an instance, or the split that has no branch for it. */
  static Node end(Node from, double[] x) {
    Node node = from;
    while (node instanceof Split split) {
      node = split.next(x);
      if (node == null) {
        return split;
      }
    }
    return node;
  }

  /** Whether a leaf would vote by naive Bayes. */
  boolean votesByBayes(Leaf leaf) {
    return leaf.active
        && switch (settings.prediction()) {
          case MAJORITY -> false;
          case NAIVE_BAYES -> true;
          case ADAPTIVE -> leaf.bayesRight >= leaf.majorityRight;
        };
  }

  /** Adds nothing but sets: the votes are cleared for all classes before. */
  void votes(Node end, Features features, Votes into) {
    if (end instanceof Leaf leaf) {
      if (votesByBayes(leaf)) {
        bayes(leaf, features, into);
      } else {
        copy(leaf.classes, into);
      }
    } else {
      copy(((Split) end).weights, into);
    }
  }

  private static void copy(double[] weights, Votes into) {
    for (int c = 0; c < weights.length; c++) {
      into.set(c, weights[c]);
    }
  }

  private void bayes(Leaf leaf, Features features, Votes into) {
    double[] prior = leaf.classes;
    if (leaf.statistics == null) {
      copy(prior, into);
    } else {
      leaf.statistics.votes(features, prior, prior.length, likelihoods, into);
    }
  }

  private int bayesWinner(Leaf leaf, Features features) {
    bayes.clear(classes);
    bayes(leaf, features, bayes);
    return bayes.winner();
  }

  /**
   * Learns at a leaf, without splitting it.
   *
   * @param knownBayes what naive Bayes says of the instance, or -1 when that is not known yet
   */
  void learn(Leaf leaf, Features features, int label, double weight, int knownBayes) {
    changed = true;
    classes = Math.max(classes, label + 1);
    if (leaf.active && settings.prediction() == LeafPrediction.ADAPTIVE) {
      if (leaf.majority() == label) {
        leaf.majorityRight += weight;
      }
      if ((knownBayes >= 0 ? knownBayes : bayesWinner(leaf, features)) == label) {
        leaf.bayesRight += weight;
      }
    }
    long before = leaf.heapBytes();
    Selection selection = leaf.active && leaf.statistics == null ? selection(leaf.id) : null;
    leaf.add(features, label, weight, selection);
    heapBytes += leaf.heapBytes() - before;
  }

  /** Whether the time for an attempt to split has come. */
  boolean due(Leaf leaf) {
    return leaf.active && leaf.total - leaf.totalAtAttempt >= settings.grace();
  }

  /** Splits a leaf if that is due and pays; returns the split, or null. */
  Split grow(Leaf leaf) {
    if (!due(leaf)) {
      return null;
    }
    leaf.totalAtAttempt = leaf.total;
    if (leaf.mixed() < 2 || leaf.statistics == null) {
      return null;
    }
    finder.search(leaf.statistics);
    double gain = finder.bestGain();
    if (!(gain > 0)) {
      return null;
    }
    double hoeffding = bound(leaf);
    boolean clear = gain - finder.secondGain() > hoeffding;
    boolean tie = hoeffding < settings.tie() && (!settings.prePruning() || gain > hoeffding);
    if (!clear && !tie) {
      return null;
    }
    return split(leaf);
  }

  /**
   * Hoeffding's bound on how far a gain is off. The gain's range is that of the classes seen in the
   * leaf: a leaf that only has two of many can do with fewer instances.
   */
  private double bound(Leaf leaf) {
    double range = settings.criterion().range(leaf.mixed());
    return Math.sqrt(range * range * -Math.log(settings.confidence()) / (2 * leaf.total));
  }

  private Split split(Leaf leaf) {
    Split.Test test = finder.test();
    double[][] weights = finder.branches(leaf.statistics, leaf.classes.length);
    Node[] branches = new Node[weights.length];
    int heaviest = 0;
    double most = -1;
    for (int b = 0; b < branches.length; b++) {
      double sum = 0;
      for (double w : weights[b]) {
        sum += w;
      }
      if (sum > 0 || test != Split.Test.CODE) {
        branches[b] = leaf(weights[b]);
      }
      if (sum > most) {
        most = sum;
        heaviest = b;
      }
    }
    Selection selection = leaf.statistics.selection();
    int attribute =
        test == Split.Test.AT_MOST
            ? selection.numeric(finder.index())
            : selection.nominal(finder.index());
    Split split =
        new Split(
            leaf.id,
            test,
            attribute,
            finder.value(),
            heaviest,
            branches,
            test == Split.Test.CODE ? leaf.classes : null);
    for (Node branch : branches) {
      if (branch != null) {
        branch.parent = split;
      }
    }
    split.monitor = leaf.monitor;
    heapBytes += split.heapBytes() - leaf.heapBytes();
    forgetStatistics(leaf);
    return split;
  }

  /** Puts one node where another was; the root stays unless it is the one. */
  void replace(Node old, Node by) {
    if (old == root) {
      root = by;
      by.parent = null;
    } else if (old.parent != null) {
      old.parent.replace(old, by);
    }
  }

  /** Forgets a node that no branch leads to any more, and all below it. */
  void drop(Node from) {
    for (Node node : nodes(from)) {
      heapBytes -= node.heapBytes();
      if (paged) {
        gonePages.set(TreePieces.page(node));
      }
      if (node instanceof Leaf leaf) {
        forgetStatistics(leaf);
      }
    }
  }

  /** Begins anew with a single leaf. */
  void reset(int newClasses, long newSeed) {
    drop(root);
    classes = newClasses;
    seed = newSeed;
    nextId = 0;
    heapBytes = 0;
    root = leaf(new double[0]);
    changed = true;
    paged = false;
  }

  long seed() {
    return seed;
  }

  void seed(long newSeed) {
    seed = newSeed;
  }

  /** Notes that the pieces of a leaf are to go. */
  void forgetStatistics(Leaf leaf) {
    if (leaf.stored) {
      goneStatistics.set(leaf.id);
      leaf.stored = false;
    }
  }

  /** Keeps within the memory allowed. */
  void bound() {
    if (heapBytes > settings.maxBytes()) {
      bound.enforce(this);
    }
  }

  List<Node> allNodes() {
    return nodes(root);
  }

  /** All nodes below one and itself, alternates too, in no order that matters. */
  static List<Node> nodes(Node from) {
    List<Node> nodes = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    open.push(from);
    while (!open.isEmpty()) {
      Node node = open.pop();
      nodes.add(node);
      if (node instanceof Split split) {
        for (Node branch : split.branches) {
          if (branch != null) {
            open.push(branch);
          }
        }
      }
      if (node.monitor != null && node.monitor.alternate != null) {
        open.push(node.monitor.alternate);
      }
    }
    return nodes;
  }
}
