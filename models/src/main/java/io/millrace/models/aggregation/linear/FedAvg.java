/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;

/**
 * The mean of updates, by examples or one vote each (McMahan et al., "Communication-efficient
 * learning of deep networks from decentralized data", 2017, algorithm 1).
 *
 * @param byExamples whether an update weighs as many as its examples
 * @param mostExamples a worker that claims more counts like one with so many; with magnitude it
 *     sets the grid
 * @param magnitude the largest value of an honest update
 */
public record FedAvg(boolean byExamples, long mostExamples, double magnitude)
    implements LinearRule {
  /** Checks the range. */
  public FedAvg {
    if (mostExamples < 1) {
      throw new IllegalArgumentException("max-examples is " + mostExamples + ", must be >= 1");
    }
  }

  @Override
  public double weight(Contribution update, Round round, WorkerHistory history) {
    return byExamples ? Math.min(mostExamples, update.examples()) : 1;
  }

  @Override
  public double divisor(Totals totals, Round round) {
    return totals.weight();
  }

  @Override
  public Grid grid() {
    return Grid.covering(magnitude, byExamples ? (double) mostExamples : 1);
  }
}
