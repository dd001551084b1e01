/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

/** Draws from a Poisson distribution: how often online bagging shows an instance to a learner. */
public final class Poisson {
  private static final int GUIDES = 64;
  private static final double GREATEST = 100;

  private final double lambda;

  /** Chance of at most k. */
  private final double[] cumulated;

  /** The least k whose cumulated chance is above that share. */
  private final int[] guide = new int[GUIDES];

  /**
   * @param lambda mean, above 0 and at most 100
   */
  public Poisson(double lambda) {
    if (!(lambda > 0 && lambda <= GREATEST)) {
      throw new IllegalArgumentException(
          "lambda is " + lambda + ", must be above 0 and at most " + GREATEST);
    }
    this.lambda = lambda;
    double[] sums = new double[(int) (lambda + 20 * Math.sqrt(lambda) + 20)];
    double chance = Math.exp(-lambda);
    double sum = 0;
    for (int k = 0; k < sums.length; k++) {
      sum += chance;
      sums[k] = sum;
      chance *= lambda / (k + 1);
    }
    sums[sums.length - 1] = 1;
    this.cumulated = sums;
    for (int g = 0; g < GUIDES; g++) {
      int k = guide[Math.max(0, g - 1)];
      while (sums[k] <= (double) g / GUIDES) {
        k++;
      }
      guide[g] = k;
    }
  }

  public double lambda() {
    return lambda;
  }

  public int draw(Chance chance) {
    double u = chance.nextDouble();
    int k = guide[(int) (u * GUIDES)];
    while (cumulated[k] <= u) {
      k++;
    }
    return k;
  }
}
