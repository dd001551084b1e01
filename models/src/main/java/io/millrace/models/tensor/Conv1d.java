/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/**
 * A convolution whose weights are packed for one compute path. Immutable and safe to use from many
 * threads.
 *
 * <p>Layout: sample b of the batch has its input rows, of inChannels floats each, from {@code
 * inOffset + b * inBatchStride}; its output rows go to {@code outOffset + b * outBatchStride + t *
 * outRowStride}. Input rows are dense (row stride inChannels); output rows may be wider than
 * outChannels, so that branches can write into one concatenated tensor.
 */
public interface Conv1d extends AutoCloseable {
  ConvSpec spec();

  /**
   * Computes {@code rows} output rows for every sample of the batch. Output row t reads input rows
   * {@code t * stride + j * dilation}, j in [0, kernel). Results do not depend on the batch size
   * for the Java paths.
   */
  void apply(
      float[] in,
      int inOffset,
      int inBatchStride,
      float[] out,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows);

  @Override
  void close();
}
