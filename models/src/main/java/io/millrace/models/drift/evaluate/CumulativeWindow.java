/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

/** All instances. */
final class CumulativeWindow implements Window {
  private final Tally tally = new Tally();
  private int last;

  @Override
  public void add(Outcome outcome) {
    int label = outcome.label();
    tally.addBaselines(tally.majority() == label, last == label, 1);
    tally.add(label, outcome.predicted(), outcome.confidence(), outcome.loss(), 1);
    last = label;
  }

  @Override
  public Scores scores() {
    return tally.scores(1);
  }
}
