/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.OnePiece;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;

/** Votes with the weight of each class so far, whatever the instance: what others must beat. */
public final class Majority implements Learner {
  private static final int VERSION = 1;

  private final int attributes;
  private final ClassWeights classes;
  private final PieceWriter out = new PieceWriter();
  private boolean changed = true;

  /**
   * @param classes known beforehand, 0 or more
   */
  public Majority(Attributes attributes, int classes) {
    this.attributes = attributes.count();
    this.classes = new ClassWeights(classes);
  }

  @Override
  public void vote(double[] x, Votes into) {
    Labels.checkWidth(x, attributes);
    into.clear(classes.count());
    for (int c = 0; c < classes.count(); c++) {
      into.set(c, classes.weights()[c]);
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.checkWidth(x, attributes);
    Labels.check(label, weight);
    classes.add(label, weight);
    changed = true;
  }

  @Override
  public long heapBytes() {
    return 320 + classes.heapBytes();
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (changed) {
      out.begin().u8(VERSION);
      classes.write(out);
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
    changed = false;
  }
}
