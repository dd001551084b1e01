/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.piece.Members;
import io.millrace.models.drift.piece.PieceReader;
import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.piece.PieceWriter;
import io.millrace.models.drift.tree.HoeffdingTree;

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
  private final HoeffdingTree[] trees;
  private final Errors errors = new Errors();
  private final Errors trial = new Errors();
  private final Adwin warning = new Adwin(ADWIN_WARNING);
  private final Adwin drift = new Adwin(ADWIN_DRIFT);
  private final Votes votes = new Votes();
  private int front;
  private boolean trying;
  private long renewals;

  RenewedTree(Renewal renewal, HoeffdingTree first, HoeffdingTree second) {
    this.renewal = renewal;
    trees = new HoeffdingTree[] {first, second};
  }

  HoeffdingTree tree() {
    return trees[front];
  }

  private HoeffdingTree background() {
    return trees[1 - front];
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
    if (!trying) {
      if (errors.count() > SETTLED && errors.rose(WARNING)) {
        start(seed);
      }
      return;
    }
    background().vote(features, votes);
    trial.add(votes.winner() != label);
    if (weight > 0) {
      background().learn(features, label, weight);
    }
    if (trial.count() > FAIR_TRIAL && trial.lately() < errors.lately()) {
      changePlaces();
    } else if (trial.count() > LONG_TRIAL) {
      trying = false;
    }
  }

  private void watchAdwin(Features features, int label, double weight, boolean wrong, long seed) {
    double error = wrong ? 1 : 0;
    boolean warned = warning.add(error) == Level.DRIFT && warning.magnitude() > 0;
    boolean drifted = drift.add(error) == Level.DRIFT && drift.magnitude() > 0;
    if (trying && weight > 0) {
      background().learn(features, label, weight);
    }
    if (drifted) {
      if (!trying) {
        start(seed);
      }
      changePlaces();
      warning.reset();
      drift.reset();
    } else if (warned) {
      start(seed);
    }
  }

  private void start(long seed) {
    background().reset(0, seed);
    trial.clear();
    trying = true;
  }

  private void changePlaces() {
    front = 1 - front;
    trying = false;
    errors.become(trial);
    renewals++;
  }

  long heapBytes() {
    return tree().heapBytes()
        + (trying ? background().heapBytes() : 0)
        + warning.heapBytes()
        + drift.heapBytes()
        + 200;
  }

  /** What is not in the trees' own pieces. */
  void write(PieceWriter out) {
    out.u8(front | (trying ? 2 : 0));
    out.varint(renewals);
    errors.write(out);
    trial.write(out);
    if (renewal == Renewal.ADWIN) {
      warning.write(out);
      drift.write(out);
    }
  }

  void read(PieceReader in) {
    int flags = in.u8();
    front = flags & 1;
    trying = (flags & 2) != 0;
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
    for (int which = 0; which < 2; which++) {
      if (which == front || trying) {
        trees[which].writeChanges(sink.of(member + which));
      } else {
        trees[which].removeAll(sink.of(member + which));
      }
    }
  }

  void restoreTrees(Members pieces, int member) {
    for (int which = 0; which < 2; which++) {
      if (which == front || trying) {
        trees[which].restore(pieces.of(member + which));
      } else {
        trees[which].reset(0, 0);
      }
    }
  }
}
