/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;
import java.util.Arrays;

/**
 * Adaptive robust clipping (Allouah et al., "Adaptive gradient clipping for robust federated
 * learning", 2024): the {@code floor(2f/n · (n - f))} longest updates are shortened to the length
 * of the next.
 *
 * @param byzantine f; needs more than 2f updates
 */
public record AdaptiveClipping(int byzantine) implements Mixing {
  /** Checks f. */
  public AdaptiveClipping {
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
    double[] norms = new double[n];
    Arrays.setAll(norms, gram::norm);
    Arrays.sort(norms);
    int clipped = 2 * byzantine * (n - byzantine) / n;
    return Clipping.to(gram, norms[n - 1 - clipped]);
  }
}
