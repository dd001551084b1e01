/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * Nearest-neighbour mixing (Allouah et al., "Fixing by mixing", 2023, algorithm 2): every update
 * becomes the mean of its n - f nearest, itself among them.
 *
 * @param byzantine f; needs more than 2f updates
 */
public record NearestMixing(int byzantine) implements Mixing {
  /** Checks f. */
  public NearestMixing {
    Checks.byzantine(byzantine);
  }

  @Override
  public int leastUpdates() {
    return 2 * byzantine + 1;
  }

  @Override
  public Coefficients solve(Gram gram) {
    Checks.updates(this, gram);
    int n = gram.updates();
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Nearest.average(gram.vectors(), Nearest.of(gram, i, n - byzantine));
    }
    return Coefficients.of(rows);
  }
}
