/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

import io.millrace.models.aggregation.exact.Grid;

/**
 * The direction is {@code sum of weight · value / divisor}. Gradients count negatively, and for
 * updates that are models, {@code weight · current parameters} is subtracted.
 */
public non-sealed interface LinearRule extends Aggregator {
  /** What is remembered of updates of earlier rounds. */
  enum Memory {
    /** Nothing. */
    NONE,
    /**
     * The last update of every worker, and the sum of those: O(workers · model). A new update
     * replaces the old one, exactly.
     */
    LATEST_OF_EACH
  }

  /**
   * The weight of an update; may depend on nothing but the arguments.
   *
   * @param round while it is open: its fleet is not counted yet
   * @return finite; rounded to a multiple of 2^-24 by the caller
   */
  double weight(Contribution update, Round round, WorkerHistory history);

  /**
   * What the weighted sum is divided by.
   *
   * @param round that has ended
   */
  double divisor(Totals totals, Round round);

  /** What an update counts that claims more examples; 1 or more. */
  default long mostExamples() {
    return Long.MAX_VALUE;
  }

  /** The grid on which updates of a round are added. */
  default Grid grid() {
    return Grid.STANDARD;
  }

  default Memory memory() {
    return Memory.NONE;
  }

  /** After how many rounds of absence an interval is cut; for {@link WorkerHistory}. */
  default long cutoff() {
    return Long.MAX_VALUE;
  }
}
