/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/**
 * Normalises blocks of neighbouring floats to mean zero and variance one, then scales and shifts:
 * LayerNorm with a scale per float, InstanceNorm with one per block.
 */
final class NormStep implements Step {
  private final Tensor from;
  private final Tensor to;
  private final int block;
  private final boolean perBlock;
  private final float[] scale;
  private final float[] shift;
  private final float epsilon;

  NormStep(
      Tensor from,
      Tensor to,
      int block,
      boolean perBlock,
      float[] scale,
      float[] shift,
      float epsilon) {
    this.from = from;
    this.to = to;
    this.block = block;
    this.perBlock = perBlock;
    this.scale = scale;
    this.shift = shift;
    this.epsilon = epsilon;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    int blocks = to.size() / block;
    for (int b = 0; b < batch; b++) {
      for (int n = 0; n < blocks; n++) {
        normalise(x, b * from.stride() + n * block, y, b * to.size() + n * block, n);
      }
    }
  }

  private void normalise(float[] x, int in, float[] y, int out, int n) {
    double mean = sum(x, in) / block;
    double squares = squares(x, in, mean);
    float factor = (float) (1 / Math.sqrt(squares / block + epsilon));
    float centre = (float) mean;
    if (perBlock) {
      int c = n % scale.length;
      float scaled = factor * scale[c];
      float summand = shift[c];
      for (int i = 0; i < block; i++) {
        y[out + i] = (x[in + i] - centre) * scaled + summand;
      }
    } else {
      for (int i = 0; i < block; i++) {
        y[out + i] = (x[in + i] - centre) * factor * scale[i] + shift[i];
      }
    }
  }

  /** Four sums side by side: the processor need not wait for one. */
  private double sum(float[] x, int in) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = in;
    for (; i + 4 <= in + block; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < in + block; i++) {
      s0 += x[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private double squares(float[] x, int in, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = in;
    for (; i + 4 <= in + block; i += 4) {
      s0 += square(x[i] - mean);
      s1 += square(x[i + 1] - mean);
      s2 += square(x[i + 2] - mean);
      s3 += square(x[i + 3] - mean);
    }
    for (; i < in + block; i++) {
      s0 += square(x[i] - mean);
    }
    return s0 + s1 + (s2 + s3);
  }

  private static double square(double x) {
    return x * x;
  }
}
