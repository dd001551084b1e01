/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.OnePiece;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;

/**
 * Naive Bayes over all instances so far: Gaussians for numeric attributes, Laplace-corrected counts
 * for nominal ones. One piece.
 */
public final class NaiveBayes implements Learner {
  private static final int VERSION = 1;

  private final Selection selection;
  private final Features own;
  private final Likelihoods likelihoods = new Likelihoods();
  private final PieceWriter out = new PieceWriter();
  private final ClassWeights classes;
  private Statistics statistics;
  private boolean changed = true;

  /**
   * @param classes known beforehand, 0 or more
   */
  public NaiveBayes(Attributes attributes, int classes) {
    this.selection = Selection.all(attributes);
    this.own = new Features(attributes);
    this.classes = new ClassWeights(classes);
    this.statistics = new Statistics(selection);
  }

  @Override
  public void vote(double[] x, Votes into) {
    own.take(x);
    into.clear(classes.count());
    statistics.votes(own, classes.weights(), classes.count(), likelihoods, into);
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.check(label, weight);
    own.take(x);
    classes.add(label, weight);
    statistics.add(own, label, weight);
    changed = true;
  }

  @Override
  public long heapBytes() {
    return 160 + classes.heapBytes() + statistics.heapBytes();
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (changed) {
      out.begin().u8(VERSION);
      classes.write(out);
      statistics.write(out);
      out.put(OnePiece.ID, sink);
      changed = false;
    }
  }

  @Override
  public void restore(PieceSource source) {
    OnePiece.read(source, this::read);
  }

  private void read(PieceReader in) {
    in.version(VERSION);
    classes.read(in);
    statistics = Statistics.read(in, selection);
    changed = false;
  }
}
