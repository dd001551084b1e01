/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;

/**
 * Whatever arrived within a fixed time, weighted so that slow workers are not under-represented
 * (Fraboni et al., "A general theory for federated optimization with asynchronous and heterogeneous
 * clients updates", 2023): a worker of importance p and mean return time t counts {@code ceil(t /
 * window) · p}. Importance is the worker's share of the known examples; return times are measured.
 * Updates must be deltas against the version the worker fetched.
 *
 * @param mostPeriods the most windows that a return may span: beyond, weights are cut
 */
public record FedFix(long mostExamples, long mostPeriods, double magnitude) implements LinearRule {
  @Override
  public double weight(Contribution update, Round round, WorkerHistory history) {
    double periods = 1;
    if (round.millis() > 0) {
      double mean = history.returns() == 0 ? update.millis() : history.meanReturnMillis();
      periods = Math.max(1, Math.ceil(mean / round.millis()));
    }
    return Math.min(periods, (double) mostPeriods) * Math.min(mostExamples, update.examples());
  }

  @Override
  public double divisor(Totals totals, Round round) {
    return Math.max(1, round.knownExamples());
  }

  @Override
  public Grid grid() {
    return Grid.covering(magnitude, (double) mostExamples * mostPeriods);
  }
}
