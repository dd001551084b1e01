/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/** Replaces vectors by linear combinations that depend on their inner products only. */
public interface Mixing {
  /** The least number of vectors, the centre not counted. */
  int leastUpdates();

  /** Whether the direction of the round before is wanted as the last vector. */
  default boolean centred() {
    return false;
  }

  /**
   * The combinations.
   *
   * @throws IllegalArgumentException when there are fewer vectors than {@link #leastUpdates()}
   */
  Coefficients solve(Gram gram);
}
