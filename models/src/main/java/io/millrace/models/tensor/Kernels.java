/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/** One compute path. Safe to use from many threads. */
public interface Kernels extends AutoCloseable {
  /**
   * For metrics and messages: {@code plain}, {@code vector-512}, {@code djl-cpu}, {@code djl-gpu0},
   * ...
   */
  String name();

  /** Packs a convolution; a dense layer is one of kernel 1. */
  Conv1d conv(ConvSpec spec);

  /** Applies the function in place to x[offset, offset + length). */
  void activate(Activation activation, float[] x, int offset, int length);

  /**
   * Pools rows of {@code channels} floats without padding: output row t reduces input rows {@code t
   * * stride + j * dilation}, j in [0, kernel); the mean when average, else the maximum.
   */
  void pool(
      boolean average,
      int kernel,
      int stride,
      int dilation,
      int channels,
      float[] in,
      int inOffset,
      int inBatchStride,
      float[] out,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows);

  /** {@code out[i] = a[i] + b[i]}. */
  void add(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length);

  /** {@code out[i] = a[i] * b[i]}. */
  void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length);

  /**
   * Matrix product, all row-major: {@code out (rows, columns) = a (rows, inner) b (inner,
   * columns)}.
   */
  default void matmul(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int rows,
      int inner,
      int columns) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        float sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += a[aOffset + r * inner + k] * b[bOffset + k * columns + c];
        }
        out[outOffset + r * columns + c] = sum;
      }
    }
  }

  /** Tensors that hold native memory now: those of open convolutions and of calls under way. */
  default int nativeArrays() {
    return 0;
  }

  /** Bytes of the weights of open convolutions in native memory. */
  default long nativeBytes() {
    return 0;
  }

  /** Frees native memory, where the path has any. */
  @Override
  default void close() {}
}
