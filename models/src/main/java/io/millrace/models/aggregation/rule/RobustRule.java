/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

import java.util.List;

/**
 * Mixings one after the other, then a rule per parameter. Without mixings no inner product is
 * computed; behind mixings that leave one vector, the rule per parameter has nothing to do.
 */
public record RobustRule(List<Mixing> mixings, CoordinateRule coordinates) implements Aggregator {
  /** Copies the list. */
  public RobustRule {
    mixings = List.copyOf(mixings);
  }

  /** The least number of updates for which every part is defined. */
  public int leastUpdates() {
    int least = Math.max(1, coordinates.leastRows());
    for (Mixing mixing : mixings) {
      least = Math.max(least, mixing.leastUpdates());
    }
    return least;
  }

  /** Whether the previous direction must be there as one more vector. */
  public boolean centred() {
    return mixings.stream().anyMatch(Mixing::centred);
  }

  /**
   * Solves all mixings.
   *
   * @param gram inner products of the updates, in the order of worker names, and of the centre last
   *     if {@link #centred()}
   */
  public Coefficients solve(Gram gram) {
    Coefficients all = null;
    Gram at = gram;
    for (Mixing mixing : mixings) {
      Coefficients next = mixing.solve(at);
      all = all == null ? next : all.then(next);
      at = at.mixed(next);
    }
    return all == null ? Coefficients.identity(gram.updates(), gram.vectors()) : all;
  }
}
