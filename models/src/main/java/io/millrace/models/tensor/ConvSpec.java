/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/**
 * A 1-D convolution over channels-last rows without padding: padding is a matter of the rows handed
 * in.
 *
 * @param weight (outChannels, inChannels / groups, kernel) row-major
 * @param bias outChannels values
 * @param activation applied to every output element
 */
public record ConvSpec(
    float[] weight,
    float[] bias,
    int inChannels,
    int outChannels,
    int kernel,
    int stride,
    int dilation,
    int groups,
    Activation activation) {

  /** Input rows needed for so many output rows. */
  public int inputRows(int outputRows) {
    return (outputRows - 1) * stride + (kernel - 1) * dilation + 1;
  }

  /** Floating-point operations per output row: a multiplication and an addition per weight. */
  public long flopsPerRow() {
    return 2L * outChannels * (inChannels / groups) * kernel;
  }
}
