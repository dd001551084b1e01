/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

/**
 * All instances, with weights that fade. Instead of making all sums smaller with every instance,
 * the new one weighs more, and all are made smaller once in a while.
 */
final class FadingWindow implements Window {
  private static final double HEAVY = 1e100;

  private final double factor;
  private final Tally tally = new Tally();
  private double unit = 1;
  private int last;

  FadingWindow(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "a fading factor of " + factor + ": it must be above 0 and at most 1");
    }
    this.factor = factor;
  }

  @Override
  public void add(Outcome outcome) {
    unit /= factor;
    if (unit > HEAVY) {
      tally.scale(1 / unit);
      unit = 1;
    }
    int label = outcome.label();
    tally.addBaselines(tally.majority() == label, last == label, unit);
    tally.add(label, outcome.predicted(), outcome.confidence(), outcome.loss(), unit);
    last = label;
  }

  @Override
  public Scores scores() {
    return tally.scores(unit);
  }
}
