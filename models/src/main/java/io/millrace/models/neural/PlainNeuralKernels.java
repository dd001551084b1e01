/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import java.util.Arrays;

/** Scalar loops, in the order that the contract asks for. */
final class PlainNeuralKernels implements NeuralKernels {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void affine(
      float[] x, int xAt, int inputs, float[] weights, int stride, float[] out, int outAt) {
    System.arraycopy(weights, inputs * stride, out, outAt, stride);
    for (int i = 0; i < inputs; i++) {
      float value = x[xAt + i];
      int row = i * stride;
      for (int o = 0; o < stride; o++) {
        out[outAt + o] += value * weights[row + o];
      }
    }
  }

  @Override
  public void weightGradient(
      float[] x, int xStride, int inputs, float[] g, int stride, int batch, float[] gradient) {
    Arrays.fill(gradient, 0, (inputs + 1) * stride, 0);
    for (int b = 0; b < batch; b++) {
      int from = b * stride;
      for (int i = 0; i < inputs; i++) {
        float value = x[b * xStride + i];
        int row = i * stride;
        for (int o = 0; o < stride; o++) {
          gradient[row + o] += value * g[from + o];
        }
      }
      int bias = inputs * stride;
      for (int o = 0; o < stride; o++) {
        gradient[bias + o] += g[from + o];
      }
    }
  }

  @Override
  public void inputGradient(
      float[] weights,
      int inputs,
      int stride,
      float[] g,
      int gAt,
      float[] dx,
      int dxAt,
      float[] parts) {
    for (int i = 0; i < inputs; i++) {
      Arrays.fill(parts, 0);
      int row = i * stride;
      for (int o = 0; o < stride; o += BLOCK) {
        for (int p = 0; p < BLOCK; p++) {
          parts[p] += weights[row + o + p] * g[gAt + o + p];
        }
      }
      dx[dxAt + i] = total(parts);
    }
  }

  /** Adds BLOCK parts pairwise: the second half to the first, and so on. */
  static float total(float[] parts) {
    float s0 = parts[0] + parts[8];
    float s1 = parts[1] + parts[9];
    float s2 = parts[2] + parts[10];
    float s3 = parts[3] + parts[11];
    float s4 = parts[4] + parts[12];
    float s5 = parts[5] + parts[13];
    float s6 = parts[6] + parts[14];
    float s7 = parts[7] + parts[15];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  @Override
  public void relu(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = Math.max(x[i], 0);
    }
  }

  @Override
  public void reluGradient(float[] activation, float[] g, int at, int length) {
    for (int i = at; i < at + length; i++) {
      g[i] = activation[i] > 0 ? g[i] : 0;
    }
  }

  @Override
  public void adam(
      float[] weights,
      float[] gradient,
      float[] first,
      float[] second,
      int length,
      float beta1,
      float beta2,
      float rate,
      float root,
      float epsilon) {
    float fresh1 = 1 - beta1;
    float fresh2 = 1 - beta2;
    for (int i = 0; i < length; i++) {
      float g = gradient[i];
      float m = beta1 * first[i] + fresh1 * g;
      float v = beta2 * second[i] + fresh2 * g * g;
      first[i] = m;
      second[i] = v;
      weights[i] -= rate * m / ((float) Math.sqrt(v) / root + epsilon);
    }
  }

  @Override
  public void addScaled(float scale, float[] rows, int rowAt, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] += scale * rows[rowAt + i];
    }
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int length, float[] parts) {
    Arrays.fill(parts, 0);
    for (int i = 0; i < length; i += BLOCK) {
      for (int p = 0; p < BLOCK; p++) {
        parts[p] += a[aAt + i + p] * b[i + p];
      }
    }
    return total(parts);
  }

  @Override
  public void rootMeanSquareStep(
      float[] weights,
      float[] squares,
      int at,
      float scale,
      float[] gradient,
      int length,
      float decay,
      float rate,
      float epsilon) {
    float fresh = 1 - decay;
    for (int i = 0; i < length; i++) {
      float g = scale * gradient[i];
      if (g != 0) {
        float v = decay * squares[at + i] + fresh * g * g;
        squares[at + i] = v;
        weights[at + i] -= rate * g / ((float) Math.sqrt(v) + epsilon);
      }
    }
  }
}
