/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.Ranges;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on the widest vectors of this processor; needs the module jdk.incubator.vector. */
public final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Whether there are 32 registers to fill. */
  static final boolean WIDE = LANES >= 16;

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public Conv1d conv(ConvSpec spec) {
    int groupOut = spec.outChannels() / spec.groups();
    // Groups that leave most of a vector empty share it instead.
    return spec.groups() > 1 && groupOut * 2 < LANES ? new LaneConv(spec) : new GemmConv(spec);
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int length) {
    VectorActivations.apply(activation, x, offset, length);
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
    Ranges.requireCounts(batch, rows);
    if (batch == 0 || rows == 0) {
      return;
    }
    long read = ((rows - 1L) * stride + (kernel - 1L) * dilation + 1) * channels;
    Ranges.requireInside("input", in.length, inOffset, inBatchStride, batch, read);
    long written = (rows - 1L) * outRowStride + channels;
    Ranges.requireInside("output", out.length, outOffset, outBatchStride, batch, written);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < rows; t++) {
        int from = inOffset + b * inBatchStride + t * stride * channels;
        int to = outOffset + b * outBatchStride + t * outRowStride;
        VectorPool.row(average, kernel, dilation * channels, channels, in, from, out, to);
      }
    }
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .add(FloatVector.fromArray(SPECIES, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (int i = whole; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .mul(FloatVector.fromArray(SPECIES, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (int i = whole; i < length; i++) {
      out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
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
    Ranges.requireInside("left", a.length, aOffset, 0, 1, (long) rows * inner);
    Ranges.requireInside("right", b.length, bOffset, 0, 1, (long) inner * columns);
    Ranges.requireInside("product", out.length, outOffset, 0, 1, (long) rows * columns);
    VectorProduct.multiply(a, aOffset, b, bOffset, out, outOffset, rows, inner, columns);
  }
}
