/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;
import java.util.Arrays;

/**
 * The point with the least sum of distances, by smoothed Weiszfeld iterations from the mean
 * (Pillutla, Kakade and Harchaoui, "Robust aggregation for federated learning", 2022, algorithm 2).
 *
 * @param smoothing distances below it count as it, above 0; 1e-6 in the paper
 * @param iterations at most; stops when no weight changes by more than 1e-10
 */
public record GeometricMedian(double smoothing, int iterations) implements Mixing {
  /** Checks the numbers. */
  public GeometricMedian {
    if (!(smoothing > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "smoothing is "
              + smoothing
              + " and iterations is "
              + iterations
              + ", must be above 0 and at least 1");
    }
  }

  @Override
  public int leastUpdates() {
    return 1;
  }

  @Override
  public Coefficients solve(Gram gram) {
    int n = gram.updates();
    double[] weights = new double[gram.vectors()];
    Arrays.fill(weights, 0, n, 1.0 / n);
    for (int round = 0; round < iterations; round++) {
      double[] next = new double[gram.vectors()];
      double total = 0;
      for (int i = 0; i < n; i++) {
        next[i] = 1 / Math.max(smoothing, Math.sqrt(gram.distance(i, weights)));
        total += next[i];
      }
      double change = 0;
      for (int i = 0; i < n; i++) {
        next[i] /= total;
        change = Math.max(change, Math.abs(next[i] - weights[i]));
      }
      weights = next;
      if (change < 1e-10) {
        break;
      }
    }
    return Coefficients.of(weights);
  }
}
