/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.drift.tree.TreePair;
import io.millrace.models.piece.Members;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;

/**
 * A tree that is watched: when it errs more than it did, another one starts to grow in the
 * background, and takes its place once it is the better one.
 */
final class RenewedTree {
  /** Standard deviations that errors must rise before a new tree is tried. */
  private static final double WARNING = 1.5;

  /** Instances before a tree is judged at all. */
  private static final int SETTLED = 1000;

  /** Instances before the new tree is compared, and those after which it is given up. */
  private static final int FAIR_TRIAL = 500;

  private static final int LONG_TRIAL = 5000;
  private static final double ADWIN_WARNING = 1e-2;
  private static final double ADWIN_DRIFT = 1e-3;

  private final Renewal renewal;
  private final TreePair trees;
  private final Errors errors = new Errors();
  private final Errors trial = new Errors();
  private final Adwin warning = new Adwin(ADWIN_WARNING);
  private final Adwin drift = new Adwin(ADWIN_DRIFT);
  private final Votes votes = new Votes();
  private long renewals;

  RenewedTree(Renewal renewal, HoeffdingTree first, HoeffdingTree second) {
    this.renewal = renewal;
    trees = new TreePair(first, second);
  }

  HoeffdingTree tree() {
    return trees.front();
  }

  /** How often the tree has been renewed. */
  long renewals() {
    return renewals;
  }

  /**
   * Learns an instance, and how the tree did on it.
   *
   * @param weight 0 when there is nothing to learn from it
   * @param seed for a new tree, should one be due
   */
  void learn(Features features, int label, double weight, boolean wrong, long seed) {
    if (weight > 0) {
      tree().learn(features, label, weight);
    }
    switch (renewal) {
      case NONE -> {}
      case ERRORS -> watchErrors(features, label, weight, wrong, seed);
      case ADWIN -> watchAdwin(features, label, weight, wrong, seed);
    }
  }

  private void watchErrors(Features features, int label, double weight, boolean wrong, long seed) {
    errors.add(wrong);
    HoeffdingTree tried = trees.background();
    if (tried == null) {
      if (errors.count() > SETTLED && errors.rose(WARNING)) {
        start(seed);
      }
      return;
    }
    tried.vote(features, votes);
    trial.add(votes.winner() != label);
    if (weight > 0) {
      tried.learn(features, label, weight);
    }
    if (trial.count() > FAIR_TRIAL && trial.lately() < errors.lately()) {
      renew(seed);
    } else if (trial.count() > LONG_TRIAL) {
      trees.giveUp();
    }
  }

  private void watchAdwin(Features features, int label, double weight, boolean wrong, long seed) {
    double error = wrong ? 1 : 0;
    boolean warned = warning.add(error) == Level.DRIFT && warning.magnitude() > 0;
    boolean drifted = drift.add(error) == Level.DRIFT && drift.magnitude() > 0;
    HoeffdingTree tried = trees.background();
    if (tried != null && weight > 0) {
      tried.learn(features, label, weight);
    }
    if (drifted) {
      renew(seed);
      warning.reset();
      drift.reset();
    } else if (warned) {
      start(seed);
    }
  }

  private void start(long seed) {
    trees.grow(0, seed);
    trial.clear();
  }

  private void renew(long seed) {
    trees.renew(0, seed);
    errors.become(trial);
    renewals++;
  }

  long heapBytes() {
    return trees.heapBytes() + warning.heapBytes() + drift.heapBytes() + 200;
  }

  /** What is not in the trees' own pieces. */
  void write(PieceWriter out) {
    trees.write(out);
    out.varint(renewals);
    errors.write(out);
    trial.write(out);
    if (renewal == Renewal.ADWIN) {
      warning.write(out);
      drift.write(out);
    }
  }

  void read(PieceReader in) {
    trees.read(in);
    renewals = in.varint();
    errors.read(in);
    trial.read(in);
    if (renewal == Renewal.ADWIN) {
      warning.read(in);
      drift.read(in);
    }
  }

  /** Writes the trees as two members, numbered from {@code member} on. */
  void writeTrees(PieceSink sink, int member) {
    trees.writeTrees(sink, member);
  }

  void restoreTrees(Members pieces, int member) {
    trees.restoreTrees(pieces, member);
  }
}
