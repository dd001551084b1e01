/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * Centred clipping (Karimireddy, He and Jaggi, "Learning from history for Byzantine robust
 * optimization", 2021, algorithm 2): from the direction of the round before, go the mean of all
 * differences, each shortened to a radius, a few times over.
 *
 * @param radius above 0
 * @param iterations at least 1; 1 in the paper
 */
public record CentredClipping(double radius, int iterations) implements Mixing {
  /** Checks the numbers. */
  public CentredClipping {
    if (!(radius > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "radius is "
              + radius
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
  public boolean centred() {
    return true;
  }

  @Override
  public Coefficients solve(Gram gram) {
    int n = gram.updates();
    double[] at = new double[gram.vectors()];
    at[gram.vectors() - 1] = 1;
    for (int round = 0; round < iterations; round++) {
      double[] next = at.clone();
      for (int i = 0; i < n; i++) {
        double distance = Math.sqrt(gram.distance(i, at));
        double share = (distance > radius ? radius / distance : 1) / n;
        next[i] += share;
        for (int a = 0; a < at.length; a++) {
          next[a] -= share * at[a];
        }
      }
      at = next;
    }
    return Coefficients.of(at);
  }
}
