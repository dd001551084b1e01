/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/**
 * Scalar loops: what the other paths are checked against, and what runs where they cannot. Sums run
 * over taps and, within a tap, over channels.
 */
public final class PlainKernels implements Kernels {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public Conv1d conv(ConvSpec spec) {
    return new PlainConv(spec);
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int length) {
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> {
        for (int i = offset; i < offset + length; i++) {
          x[i] = Math.max(x[i], 0);
        }
      }
      default -> {
        for (int i = offset; i < offset + length; i++) {
          x[i] = activation.apply(x[i]);
        }
      }
    }
  }

  @Override
  public void pool(
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
      int rows) {
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < rows; t++) {
        int from = inOffset + b * inBatchStride + t * stride * channels;
        int to = outOffset + b * outBatchStride + t * outRowStride;
        for (int c = 0; c < channels; c++) {
          float pooled = in[from + c];
          for (int j = 1; j < kernel; j++) {
            float x = in[from + j * dilation * channels + c];
            pooled = average ? pooled + x : Math.max(pooled, x);
          }
          out[to + c] = average ? pooled / kernel : pooled;
        }
      }
    }
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }
}
