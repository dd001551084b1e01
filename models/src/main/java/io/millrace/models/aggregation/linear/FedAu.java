/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;

/**
 * FedAU (Wang and Ji, "A lightweight method for tackling unknown participation statistics in
 * federated averaging", 2024, algorithm 2): an update weighs the mean length of its worker's
 * completed intervals between participations, one before the first is complete, and the sum is
 * divided by all known workers. Intervals are brought up to date when a worker is seen, which
 * equals counting every worker in every round.
 *
 * @param cutoff the longest interval, in rounds; the paper recommends 50
 */
public record FedAu(long cutoff, double magnitude) implements LinearRule {
  /** Checks the cutoff. */
  public FedAu {
    if (cutoff < 1) {
      throw new IllegalArgumentException("cutoff is " + cutoff + ", must be >= 1");
    }
  }

  @Override
  public double weight(Contribution update, Round round, WorkerHistory history) {
    WorkerHistory now = history.before(round.number(), cutoff);
    return now.intervals() == 0 ? 1 : (double) now.intervalSum() / now.intervals();
  }

  @Override
  public double divisor(Totals totals, Round round) {
    return round.knownWorkers();
  }

  @Override
  public Grid grid() {
    return Grid.covering(magnitude, (double) cutoff);
  }
}
