/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.moments;

import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;

/**
 * Variance-corrected averaging (arXiv 2404.04616, algorithm 3): per tensor, {@code mean(avg) + (avg
 * - mean(avg)) · sqrt(target / (var(avg) + eps))}, the target being the mean over workers of the
 * variance of their tensor. Updates are models, with equal weights. Tensors without variance stay
 * as they are.
 *
 * @param epsilon above 0; 1e-6 as published
 */
public record VarianceCorrected(double epsilon, double magnitude) implements MomentsRule {
  /** Checks epsilon. */
  public VarianceCorrected {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", must be above 0");
    }
  }

  @Override
  public LinearRule mean() {
    return new FedAvg(false, 1, magnitude);
  }

  @Override
  public Correction solve(
      long values, int workers, double meanSum, double meanSquares, double variances) {
    double mean = meanSum / values;
    double variance = Math.max(0, meanSquares / values - mean * mean);
    double target = variances / workers;
    if (!(variance > 0) || !(target > 0)) {
      return Correction.NONE;
    }
    double scale = Math.sqrt(target / (variance + epsilon));
    return new Correction(mean * (1 - scale), scale);
  }
}
