/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;

/**
 * MoNNA's nearest-neighbour averaging (Farhadkhani et al., "Robust collaborative learning with
 * linear gradient overhead", 2023): the mean of the n - f updates nearest to one that is trusted.
 * On a server nobody has an update of their own, so that the pivot is a named worker's, or the
 * direction of the round before.
 *
 * @param byzantine f; needs more than 2f updates
 * @param pivot a worker; empty for the direction of the round before, which a named worker that is
 *     not in the round is replaced by too
 */
public record Monna(int byzantine, String pivot) implements Mixing {
  /** Checks f. */
  public Monna {
    Checks.byzantine(byzantine);
  }

  @Override
  public int leastUpdates() {
    return 2 * byzantine + 1;
  }

  @Override
  public boolean centred() {
    return true;
  }

  @Override
  public Coefficients solve(Gram gram) {
    Checks.updates(this, gram);
    int at = gram.workers().indexOf(pivot);
    int near = at >= 0 ? at : gram.vectors() - 1;
    int[] chosen = Nearest.of(gram, near, gram.updates() - byzantine);
    return Coefficients.of(Nearest.average(gram.vectors(), chosen));
  }
}
