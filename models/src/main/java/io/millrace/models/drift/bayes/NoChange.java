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

/** Votes for the label that came last: hard to beat where labels depend on their predecessors. */
public final class NoChange implements Learner {
  private static final int VERSION = 1;

  private final int attributes;
  private final PieceWriter out = new PieceWriter();
  private int classes;
  private int last = -1;
  private boolean changed = true;

  /**
   * @param classes known beforehand, 0 or more
   */
  public NoChange(Attributes attributes, int classes) {
    this.attributes = attributes.count();
    this.classes = new ClassWeights(classes).count();
  }

  @Override
  public void vote(double[] x, Votes into) {
    Labels.checkWidth(x, attributes);
    into.clear(classes);
    if (last >= 0) {
      into.set(last, 1);
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.checkWidth(x, attributes);
    Labels.check(label, weight);
    last = label;
    classes = Math.max(classes, label + 1);
    changed = true;
  }

  @Override
  public long heapBytes() {
    return 320;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (changed) {
      out.begin().u8(VERSION);
      out.varint(classes);
      out.varint(last + 1L);
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
    classes = in.count("classes", Labels.MAX + 1);
    last = in.count("as the last label", classes) - 1;
    changed = false;
  }
}
