/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * Judgements since the last {@link #begin()}, which can be stored. The label before carries over
 * from one window to the next; the majority class does not.
 */
public final class TumblingWindow {
  private static final int MAX_LABEL = 65_535;

  private Tally tally = new Tally();
  private long judged;
  private int last;

  /** Takes in the next judgement. */
  public void add(Outcome outcome) {
    int label = outcome.label();
    tally.addBaselines(tally.majority() == label, last == label, 1);
    tally.add(label, outcome.predicted(), outcome.confidence(), outcome.loss(), 1);
    last = label;
    judged++;
  }

  /** Judgements in this window. */
  public long judged() {
    return judged;
  }

  /** The measures of this window. */
  public Scores scores() {
    return tally.scores(1);
  }

  /** Begins the next window. */
  public void begin() {
    tally = new Tally();
    judged = 0;
  }

  public void write(PieceWriter out) {
    out.varint(judged);
    out.varint(last);
    tally.write(out);
  }

  /** Takes over what was written. */
  public void read(PieceReader in) {
    judged = in.varint();
    last = in.count("as the last label", MAX_LABEL);
    tally = new Tally();
    tally.read(in);
  }
}
