/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.linear;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;

/**
 * Anarchic federated learning (Yang et al. 2022): workers choose when to send and how many steps to
 * make; a delta is turned into the mean gradient of its steps. AFA-CD averages what arrived, AFA-CS
 * averages the latest of every known worker and keeps those (O(workers · model)). The server's
 * learning rate is the step's.
 *
 * @param latest AFA-CS
 * @param magnitude the largest gradient
 * @param largestScale the largest {@code 1 / (steps · learning rate)} of an honest delta
 */
public record Anarchic(boolean latest, double magnitude, double largestScale)
    implements LinearRule {
  @Override
  public double weight(Contribution update, Round round, WorkerHistory history) {
    if (update.payload() == Contribution.Payload.GRADIENT) {
      return 1;
    }
    return Math.min(largestScale, 1 / (update.learningRate() * update.steps()));
  }

  @Override
  public double divisor(Totals totals, Round round) {
    return latest ? round.knownWorkers() : totals.updates();
  }

  @Override
  public Memory memory() {
    return latest ? Memory.LATEST_OF_EACH : Memory.NONE;
  }

  @Override
  public Grid grid() {
    return Grid.covering(magnitude, 1);
  }
}
