/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.piece.PieceReader;
import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.piece.PieceSource;
import io.millrace.models.drift.piece.PieceWriter;
import io.millrace.models.drift.tree.HoeffdingTree;
import java.util.function.LongFunction;

/**
 * A tree that is watched: when it errs more than it did, another one starts to grow in the
 * background, and takes its place once it is the better one. Two rooms hold them in turn, so that
 * nothing is rewritten when they change places.
 */
final class RenewedTree {
  private static final double WARNING = 1.5;
  private static final int SETTLED = 1000;
  private static final int FAIR_TRIAL = 500;
  private static final int LONG_TRIAL = 5000;
  private static final double ADWIN_WARNING = 1e-2;
  private static final double ADWIN_DRIFT = 1e-3;

  private final Renewal renewal;
  private final LongFunction<HoeffdingTree> maker;
  private final long seed;
  private final Tenant<HoeffdingTree> first;
  private final Tenant<HoeffdingTree> second = new Tenant<>(null);
  private final Errors errors = new Errors();
  private final Errors trial = new Errors();
  private final Adwin warning = new Adwin(ADWIN_WARNING);
  private final Adwin drift = new Adwin(ADWIN_DRIFT);
  private final Votes votes = new Votes();
  private boolean secondRules;

  /** The numbers of the trees in both rooms, from which their seeds follow. */
  private long firstNumber;

  private long secondNumber;
  private long made = 1;
  private long renewals;

  /**
   * @param maker of a tree from a seed
   */
  RenewedTree(Renewal renewal, LongFunction<HoeffdingTree> maker, long seed) {
    this.renewal = renewal;
    this.maker = maker;
    this.seed = seed;
    first = new Tenant<>(make(firstNumber));
  }

  private HoeffdingTree make(long number) {
    return maker.apply(Chance.seed(seed, number));
  }

  HoeffdingTree tree() {
    return (secondRules ? second : first).part();
  }

  private Tenant<HoeffdingTree> background() {
    return secondRules ? first : second;
  }

  /** How often the tree has been renewed. */
  long renewals() {
    return renewals;
  }

  /**
   * Learns an instance, and how the tree did on it.
   *
   * @param weight 0 when there is nothing to learn from it
   * @return whether the tree has been renewed
   */
  boolean learn(Features features, int label, double weight, boolean wrong) {
    if (weight > 0) {
      tree().learn(features, label, weight);
    }
    return switch (renewal) {
      case NONE -> false;
      case ERRORS -> watchErrors(features, label, weight, wrong);
      case ADWIN -> watchAdwin(features, label, weight, wrong);
    };
  }

  private boolean watchErrors(Features features, int label, double weight, boolean wrong) {
    errors.add(wrong);
    HoeffdingTree other = background().part();
    if (other == null) {
      if (errors.count() > SETTLED && errors.rose(WARNING)) {
        start();
      }
      return false;
    }
    other.vote(features, votes);
    trial.add(votes.winner() != label);
    if (weight > 0) {
      other.learn(features, label, weight);
    }
    if (trial.count() > FAIR_TRIAL && trial.lately() < errors.lately()) {
      changePlaces();
      return true;
    }
    if (trial.count() > LONG_TRIAL) {
      background().replace(null);
    }
    return false;
  }

  private boolean watchAdwin(Features features, int label, double weight, boolean wrong) {
    double error = wrong ? 1 : 0;
    boolean warned = warning.add(error) == Level.DRIFT && warning.magnitude() > 0;
    boolean drifted = drift.add(error) == Level.DRIFT && drift.magnitude() > 0;
    HoeffdingTree other = background().part();
    if (other != null && weight > 0) {
      other.learn(features, label, weight);
    }
    if (drifted) {
      if (other == null) {
        start();
      }
      changePlaces();
      warning.reset();
      drift.reset();
      return true;
    }
    if (warned) {
      start();
    }
    return false;
  }

  private void start() {
    if (secondRules) {
      firstNumber = made++;
      first.replace(make(firstNumber));
    } else {
      secondNumber = made++;
      second.replace(make(secondNumber));
    }
    trial.clear();
  }

  private void changePlaces() {
    secondRules = !secondRules;
    background().replace(null);
    errors.become(trial);
    renewals++;
  }

  long heapBytes() {
    HoeffdingTree other = background().part();
    return tree().heapBytes()
        + (other == null ? 0 : other.heapBytes())
        + warning.heapBytes()
        + drift.heapBytes()
        + 200;
  }

  /** What is not in the trees' own pieces. */
  void write(PieceWriter out) {
    out.flag(secondRules);
    out.flag(background().part() != null);
    out.varint(firstNumber);
    out.varint(secondNumber);
    out.varint(made);
    out.varint(renewals);
    errors.write(out);
    trial.write(out);
    if (renewal == Renewal.ADWIN) {
      warning.write(out);
      drift.write(out);
    }
  }

  void writeTrees(PieceSink one, PieceSink other) {
    first.writeChanges(one);
    second.writeChanges(other);
  }

  void read(PieceReader in, PieceSource one, PieceSource other) {
    secondRules = in.flag();
    boolean trying = in.flag();
    firstNumber = in.varint();
    secondNumber = in.varint();
    made = in.varint();
    renewals = in.varint();
    errors.read(in);
    trial.read(in);
    if (renewal == Renewal.ADWIN) {
      warning.read(in);
      drift.read(in);
    }
    restore(first, firstNumber, one, trying || !secondRules);
    restore(second, secondNumber, other, trying || secondRules);
  }

  private void restore(Tenant<HoeffdingTree> room, long number, PieceSource source, boolean lived) {
    if (lived) {
      room.restore(make(number), source);
    } else {
      room.replace(null);
    }
  }
}
