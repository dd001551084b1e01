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

  /**
   * Checks that sizes fit together.
   *
   * @throws IllegalArgumentException naming the size that does not fit
   */
  public ConvSpec {
    if (inChannels < 1
        || outChannels < 1
        || kernel < 1
        || stride < 1
        || dilation < 1
        || groups < 1) {
      throw new IllegalArgumentException(
          "a convolution's sizes must be positive: inChannels=%d outChannels=%d kernel=%d stride=%d dilation=%d groups=%d"
              .formatted(inChannels, outChannels, kernel, stride, dilation, groups));
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "groups=%d must divide inChannels=%d and outChannels=%d"
              .formatted(groups, inChannels, outChannels));
    }
    long weights = (long) outChannels * (inChannels / groups) * kernel;
    if (weight.length != weights || bias.length != outChannels) {
      throw new IllegalArgumentException(
          "expected %d weights and %d biases, got %d and %d"
              .formatted(weights, outChannels, weight.length, bias.length));
    }
  }

  /** The weight of one output channel for one input channel of its group and one tap. */
  public float weight(int outChannel, int groupChannel, int tap) {
    return weight[(outChannel * (inChannels / groups) + groupChannel) * kernel + tap];
  }

  /** Input rows needed for so many output rows. */
  public int inputRows(int outputRows) {
    return (outputRows - 1) * stride + (kernel - 1) * dilation + 1;
  }

  /** Floating-point operations per output row: a multiplication and an addition per weight. */
  public long flopsPerRow() {
    return 2L * outChannels * (inChannels / groups) * kernel;
  }

  /**
   * Checks the layout of one application, see {@link Conv1d#apply}.
   *
   * @throws IndexOutOfBoundsException naming the first position outside of an array
   */
  public void requireRange(
      int inLength,
      int inOffset,
      int inBatchStride,
      int outLength,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows) {
    Ranges.requireCounts(batch, rows);
    if (batch > 0 && rows > 0) {
      long read = (long) inputRows(rows) * inChannels;
      Ranges.requireInside("input", inLength, inOffset, inBatchStride, batch, read);
      long written = (rows - 1L) * outRowStride + outChannels;
      Ranges.requireInside("output", outLength, outOffset, outBatchStride, batch, written);
    }
  }
}
