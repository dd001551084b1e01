/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Chance;

/** Draws from a Poisson distribution with a bound. */
final class PoissonWeights {
  /** Probability of k or less; 1 from the bound on. */
  private final double[] upTo;

  /**
   * @param mean 0 for always 1
   * @param most draws above count as this
   */
  PoissonWeights(double mean, int most) {
    upTo = mean == 0 ? null : new double[most + 1];
    double probability = StrictMath.exp(-mean);
    double sum = 0;
    for (int k = 0; mean > 0 && k < most; k++) {
      sum += probability;
      upTo[k] = sum;
      probability *= mean / (k + 1);
    }
    if (mean > 0) {
      upTo[most] = 1;
    }
  }

  int draw(Chance chance) {
    if (upTo == null) {
      return 1;
    }
    double u = chance.nextDouble();
    int k = 0;
    while (k < upTo.length - 1 && u >= upTo[k]) {
      k++;
    }
    return k;
  }
}
