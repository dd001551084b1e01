/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;

/**
 * The rules that weigh by staleness and differ in what they divide by.
 *
 * @param rate of mixing, 0 to 1
 * @param over what the sum is divided by
 * @param magnitude the largest value of an honest update
 */
public record Stale(Staleness staleness, double rate, Over over, double magnitude)
    implements LinearRule {
  /** Divisors. */
  public enum Over {
    /**
     * The number of updates in the round. With rounds of one update this is FedAsync (Xie et al.
     * 2019, algorithm 1: {@code x + a·s(age)·(x_i - x)}); several that fall into one round count as
     * if each had been applied alone and the results averaged. With a rate of one it is FedBuff
     * (Nguyen et al., "Federated learning with buffered asynchronous aggregation", 2022, algorithm
     * 1, which divides by the buffer's size and not by the sum of weights).
     */
    UPDATES,
    /**
     * All known workers: FedCompass (Li et al. 2024, equation 3). The paper's and later releases'
     * factor falls with age; the first release's rose.
     */
    KNOWN_WORKERS
  }

  /** Checks the rate. */
  public Stale {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate is " + rate + ", must be above 0 and at most 1");
    }
  }

  @Override
  public double weight(Contribution update, Round round, WorkerHistory history) {
    return rate * staleness.factor(update.staleness(round));
  }

  @Override
  public double divisor(Totals totals, Round round) {
    return over == Over.UPDATES ? totals.updates() : round.knownWorkers();
  }

  @Override
  public Grid grid() {
    return Grid.covering(magnitude, 1);
  }
}
