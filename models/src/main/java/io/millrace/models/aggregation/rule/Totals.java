/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

import io.millrace.models.aggregation.exact.Weight;

/**
 * What a round's weights add up to. Integers, so that the order of additions cannot show.
 *
 * @param updates how many
 * @param weightUnits the sum of weights, as {@link Weight#units}
 * @param modelUnits of those whose values are models
 */
public record Totals(int updates, long weightUnits, long modelUnits) {
  public static final Totals NONE = new Totals(0, 0, 0);

  /** With one more update. */
  public Totals plus(Contribution.Payload payload, double weight) {
    long units = Weight.units(weight);
    return new Totals(
        updates + 1,
        Math.addExact(weightUnits, units),
        Math.addExact(modelUnits, payload == Contribution.Payload.MODEL ? units : 0));
  }

  /** Without an update that was counted before. */
  public Totals minus(Contribution.Payload payload, double weight) {
    Totals one = NONE.plus(payload, weight);
    return new Totals(updates - 1, weightUnits - one.weightUnits, modelUnits - one.modelUnits);
  }

  /** Of two parts of a round. */
  public Totals plus(Totals other) {
    return new Totals(
        updates + other.updates,
        Math.addExact(weightUnits, other.weightUnits),
        Math.addExact(modelUnits, other.modelUnits));
  }

  public double weight() {
    return Weight.of(weightUnits);
  }

  public double modelWeight() {
    return Weight.of(modelUnits);
  }
}
