/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * Shortens updates that are longer than a fixed norm; the mean of the result has bounded
 * sensitivity to any one worker (as in DP-FedAvg, McMahan et al. 2018, with flat clipping).
 *
 * @param norm above 0
 */
public record Clipping(double norm) implements Mixing {
  /** Checks the norm. */
  public Clipping {
    if (!(norm > 0)) {
      throw new IllegalArgumentException("norm is " + norm + ", must be above 0");
    }
  }

  @Override
  public int leastUpdates() {
    return 1;
  }

  @Override
  public Coefficients solve(Gram gram) {
    return to(gram, norm);
  }

  static Coefficients to(Gram gram, double norm) {
    double[][] rows = new double[gram.updates()][gram.vectors()];
    for (int i = 0; i < rows.length; i++) {
      double own = gram.norm(i);
      rows[i][i] = own > norm ? norm / own : 1;
    }
    return Coefficients.of(rows);
  }
}
