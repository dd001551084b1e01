/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.djl.DjlKernels;

/**
 * A Java path and PyTorch side by side; every convolution goes where {@link KernelRule} says for
 * its number of rows.
 */
final class SelectedKernels implements Kernels {
  private final Kernels java;
  private final DjlKernels pytorch;
  private final KernelRule rule;
  private final long mostRows;

  /**
   * Joins two paths.
   *
   * @param mostRows layers for which PyTorch does not pay even for so many rows are not packed for
   *     it
   */
  SelectedKernels(Kernels java, DjlKernels pytorch, KernelRule rule, long mostRows) {
    this.java = java;
    this.pytorch = pytorch;
    this.rule = rule;
    this.mostRows = mostRows;
  }

  @Override
  public String name() {
    return "auto(" + java.name() + "," + pytorch.name() + ")";
  }

  @Override
  public int nativeArrays() {
    return pytorch.nativeArrays();
  }

  @Override
  public Conv1d conv(ConvSpec spec) {
    return rule.prefersPytorch(spec, mostRows)
        ? new SelectedConv(spec, rule, java.conv(spec), pytorch.conv(spec))
        : java.conv(spec);
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int length) {
    java.activate(activation, x, offset, length);
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
    java.pool(
        average,
        kernel,
        stride,
        dilation,
        channels,
        in,
        inOffset,
        inBatchStride,
        out,
        outOffset,
        outBatchStride,
        outRowStride,
        batch,
        rows);
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    java.add(a, aOffset, b, bOffset, out, outOffset, length);
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    java.multiply(a, aOffset, b, bOffset, out, outOffset, length);
  }

  @Override
  public void matmul(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int rows,
      int inner,
      int columns) {
    java.matmul(a, aOffset, b, bOffset, out, outOffset, rows, inner, columns);
  }

  @Override
  public void close() {
    java.close();
    pytorch.close();
  }

  private record SelectedConv(ConvSpec spec, KernelRule rule, Conv1d java, Conv1d pytorch)
      implements Conv1d {
    @Override
    public void apply(
        float[] in,
        int inOffset,
        int inBatchStride,
        float[] out,
        int outOffset,
        int outBatchStride,
        int outRowStride,
        int batch,
        int rows) {
      Conv1d chosen = rule.prefersPytorch(spec, (long) batch * rows) ? pytorch : java;
      chosen.apply(
          in, inOffset, inBatchStride, out, outOffset, outBatchStride, outRowStride, batch, rows);
    }

    @Override
    public void close() {
      java.close();
      pytorch.close();
    }
  }
}
