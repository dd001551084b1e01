/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * How a sparse network learns.
 *
 * @param hidden width of the hidden layer, rounded up to a multiple of {@link NeuralKernels#BLOCK}
 * @param rate of learning, above 0
 * @param decay of the mean squares per instance, in [0, 1)
 * @param margin nothing is learned from an instance whose label had at least the probability 1 -
 *     margin; in [0, 1)
 */
public record SparseSettings(int hidden, float rate, float decay, float margin) {
  public SparseSettings {
    if (hidden < 1 || !(rate > 0) || !(decay >= 0 && decay < 1) || !(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException(
          "hidden=%d, rate=%s, decay=%s, margin=%s: give a width of at least 1, a rate above 0, decay and margin in [0, 1)"
              .formatted(hidden, rate, decay, margin));
    }
  }
}
