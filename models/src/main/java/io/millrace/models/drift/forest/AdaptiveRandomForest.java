/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.forest;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Poisson;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.piece.Members;
import io.millrace.models.piece.OnePiece;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;

/**
 * An adaptive random forest (Gomes and others, "Adaptive random forests for evolving data stream
 * classification", Machine Learning 106, 2017): every tree sees each instance as often as a Poisson
 * draw says, its leaves look at random subspaces, and it is replaced by one that grew in the
 * background since a warning once its errors have risen. Votes are normalised and count as much as
 * their tree has been right. Unlike the original, errors are those made before the instance is
 * learnt.
 *
 * <p>Piece 0 holds the detectors; trees 2m and 2m + 1 of member m are members of the state.
 */
public final class AdaptiveRandomForest implements Learner {
  private static final int VERSION = 1;

  private final Member[] members;
  private final Poisson poisson;
  private final Chance chance;
  private final Features own;
  private final Votes votes = new Votes();
  private final PieceWriter out = new PieceWriter();
  private int classes;
  private boolean changed = true;

  /** The instance that the members' winners belong to; 0 once something has been learnt. */
  private long votedStamp;

  /**
   * @param classes known beforehand, 0 or more; others are welcome later
   */
  public AdaptiveRandomForest(
      ForestSettings settings, Attributes attributes, int classes, long seed) {
    this.chance = new Chance(seed);
    this.poisson = new Poisson(settings.lambda());
    this.own = new Features(attributes);
    this.classes = classes;
    this.members = new Member[settings.trees()];
    HoeffdingSettings tree = settings.tree().withSubspace(settings.subspace(attributes.count()));
    for (int m = 0; m < members.length; m++) {
      HoeffdingTree first = new HoeffdingTree(tree, attributes, classes, chance.next());
      members[m] = new Member(first, new HoeffdingTree(tree, attributes, classes, 0), settings);
    }
  }

  @Override
  public void vote(double[] x, Votes into) {
    own.take(x);
    into.clear(classes);
    for (Member member : members) {
      ask(member);
      double sum = votes.sum();
      if (sum > 0) {
        double scale = member.standing() / sum;
        for (int c = 0; c < votes.classes(); c++) {
          into.add(c, votes.of(c) * scale);
        }
      }
    }
    votedStamp = own.stamp();
  }

  private void ask(Member member) {
    member.tree().vote(own, votes);
    member.winner = votes.winner();
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.check(label, weight);
    own.take(x);
    boolean voted = votedStamp == own.stamp();
    votedStamp = 0;
    changed = true;
    classes = Math.max(classes, label + 1);
    for (Member member : members) {
      if (!voted) {
        ask(member);
      }
      learn(member, label, weight);
    }
  }

  private void learn(Member member, int label, double weight) {
    boolean correct = member.winner == label;
    member.judge(correct, weight);
    int times = poisson.draw(chance);
    if (times == 0) {
      return;
    }
    member.tree().learn(own, label, times * weight);
    HoeffdingTree background = member.background();
    if (background != null) {
      background.learn(own, label, times * weight);
    }
    double error = correct ? 0 : 1;
    if (member.warns(error)) {
      member.prepare(classes, chance.next());
    }
    if (member.drifts(error)) {
      member.renew(classes, chance.next());
    }
  }

  @Override
  public long heapBytes() {
    long bytes = 600;
    for (Member member : members) {
      bytes += member.heapBytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (!changed) {
      return;
    }
    out.begin().u8(VERSION);
    out.varint(members.length);
    out.varint(classes);
    out.int64(chance.state());
    for (Member member : members) {
      member.write(out);
    }
    out.put(OnePiece.ID, sink);
    for (int m = 0; m < members.length; m++) {
      members[m].writeTrees(sink, 2 * m);
    }
    changed = false;
  }

  @Override
  public void restore(PieceSource source) {
    Members pieces = new Members(source);
    OnePiece.read(pieces.ensemble(), this::read);
    for (int m = 0; m < members.length; m++) {
      members[m].restoreTrees(pieces, 2 * m);
    }
    votedStamp = 0;
    changed = false;
  }

  private void read(PieceReader in) {
    in.version(VERSION);
    long trees = in.varint();
    if (trees != members.length) {
      throw new IllegalArgumentException(
          "the forest was written with "
              + trees
              + " trees, this one has "
              + members.length
              + ": create it with as many");
    }
    classes = in.count("classes", Labels.MAX + 1);
    chance.restore(in.int64());
    for (Member member : members) {
      member.read(in);
    }
  }

  /** Trees that grow in the background at the moment. */
  public int background() {
    int count = 0;
    for (Member member : members) {
      count += member.background() != null ? 1 : 0;
    }
    return count;
  }
}
