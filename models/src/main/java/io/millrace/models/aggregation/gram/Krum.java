/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * Krum and Multi-Krum (Blanchard et al., "Machine learning with adversaries", 2017): the score of
 * an update is the sum of squared distances to its n - f - 2 nearest others, and the best ones are
 * averaged. Some libraries use n - f - 1 neighbours.
 *
 * @param byzantine f; needs at least 2f + 3 updates
 * @param chosen how many are averaged, 1 for Krum, 0 for n - f
 */
public record Krum(int byzantine, int chosen) implements Mixing {
  /** Checks the numbers. */
  public Krum {
    Checks.byzantine(byzantine);
    if (chosen < 0) {
      throw new IllegalArgumentException("chosen is " + chosen + ", must be >= 0");
    }
  }

  @Override
  public int leastUpdates() {
    return Math.max(2 * byzantine + 3, chosen);
  }

  @Override
  public Coefficients solve(Gram gram) {
    Checks.updates(this, gram);
    int n = gram.updates();
    int[] best = Nearest.smallest(scores(gram, byzantine), chosen == 0 ? n - byzantine : chosen);
    return Coefficients.of(Nearest.average(gram.vectors(), best));
  }

  /** The score of every update. */
  static double[] scores(Gram gram, int byzantine) {
    int n = gram.updates();
    boolean[] out = new boolean[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      scores[i] = score(gram, i, out, n - byzantine - 2);
    }
    return scores;
  }

  /** The sum over the nearest others that are still in. */
  static double score(Gram gram, int i, boolean[] out, int neighbours) {
    double[] distances = new double[gram.updates()];
    int used = 0;
    for (int j = 0; j < gram.updates(); j++) {
      if (j != i && !out[j]) {
        distances[used++] = gram.distance(i, j);
      }
    }
    java.util.Arrays.sort(distances, 0, used);
    double sum = 0;
    for (int k = 0; k < Math.min(used, neighbours); k++) {
      sum += distances[k];
    }
    return sum;
  }
}
