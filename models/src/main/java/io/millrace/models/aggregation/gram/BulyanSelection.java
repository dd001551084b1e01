/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * The first stage of Bulyan (El Mhamdi, Guerraoui and Rouault, "The hidden vulnerability of
 * distributed learning in Byzantium", 2018, section 4): Krum picks one update, which is taken out,
 * until n - 2f are picked. The second stage is a mean around the median with 2f dropped.
 *
 * @param byzantine f; needs at least 4f + 3 updates
 */
public record BulyanSelection(int byzantine) implements Mixing {
  /** Checks f. */
  public BulyanSelection {
    Checks.byzantine(byzantine);
  }

  @Override
  public int leastUpdates() {
    return 4 * byzantine + 3;
  }

  @Override
  public Coefficients solve(Gram gram) {
    Checks.updates(this, gram);
    int n = gram.updates();
    int picks = n - 2 * byzantine;
    boolean[] out = new boolean[n];
    double[][] rows = new double[picks][gram.vectors()];
    for (int p = 0; p < picks; p++) {
      // Of the n - p that are left; at least one neighbour, so that scores differ.
      int neighbours = Math.max(1, n - p - byzantine - 2);
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        if (!out[i]) {
          double score = Krum.score(gram, i, out, neighbours);
          if (score < least || best < 0) {
            best = i;
            least = score;
          }
        }
      }
      out[best] = true;
      rows[p][best] = 1;
    }
    return Coefficients.of(rows);
  }
}
