/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * A mean of models whose values are shifted and scaled per tensor afterwards. Fragments send sums
 * over their values, which are added exactly per tensor; the result goes back to the fragments.
 */
public non-sealed interface MomentsRule extends Aggregator {
  /** The mean that is corrected. */
  LinearRule mean();

  /**
   * Solves a tensor.
   *
   * @param values how many values the tensor has
   * @param workers how many models
   * @param meanSum sum over the mean's values
   * @param meanSquares sum over the squares of the mean's values
   * @param variances sum over the workers of the variance of their tensor
   */
  Correction solve(long values, int workers, double meanSum, double meanSquares, double variances);

  /** {@code shift + scale · mean}. */
  record Correction(double shift, double scale) {
    public static final Correction NONE = new Correction(0, 1);
  }
}
