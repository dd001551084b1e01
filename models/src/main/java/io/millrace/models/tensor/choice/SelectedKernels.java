/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import io.millrace.models.tensor.BesideJava;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.djl.DjlKernels;

/**
 * A Java path and PyTorch side by side; every convolution goes where {@link KernelRule} says for
 * its number of rows.
 */
final class SelectedKernels extends BesideJava {
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
    super(java);
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
  public long nativeBytes() {
    return pytorch.nativeBytes();
  }

  @Override
  public Conv1d conv(ConvSpec spec) {
    return rule.prefersPytorch(spec, mostRows)
        ? new SelectedConv(spec, rule, java.conv(spec), pytorch.conv(spec))
        : java.conv(spec);
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
