/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.vector;

import io.millrace.models.neural.NeuralKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of this processor's width, at most {@link NeuralKernels#BLOCK} floats. Lanes run over the
 * outputs, four vectors at a time, so that a block of outputs stays in registers while the loop
 * runs over the inputs (or over the batch).
 */
public final class VectorNeuralKernels implements NeuralKernels {
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() > BLOCK
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  static final int L = S.length();

  @Override
  public String name() {
    return "vector-" + S.vectorBitSize();
  }

  @Override
  public void affine(
      float[] x, int xAt, int inputs, float[] weights, int stride, float[] out, int outAt) {
    int o = 0;
    for (; o + 4 * L <= stride; o += 4 * L) {
      int row = inputs * stride + o;
      FloatVector a = FloatVector.fromArray(S, weights, row);
      FloatVector b = FloatVector.fromArray(S, weights, row + L);
      FloatVector c = FloatVector.fromArray(S, weights, row + 2 * L);
      FloatVector d = FloatVector.fromArray(S, weights, row + 3 * L);
      row = o;
      for (int i = 0; i < inputs; i++, row += stride) {
        FloatVector value = FloatVector.broadcast(S, x[xAt + i]);
        a = a.add(value.mul(FloatVector.fromArray(S, weights, row)));
        b = b.add(value.mul(FloatVector.fromArray(S, weights, row + L)));
        c = c.add(value.mul(FloatVector.fromArray(S, weights, row + 2 * L)));
        d = d.add(value.mul(FloatVector.fromArray(S, weights, row + 3 * L)));
      }
      a.intoArray(out, outAt + o);
      b.intoArray(out, outAt + o + L);
      c.intoArray(out, outAt + o + 2 * L);
      d.intoArray(out, outAt + o + 3 * L);
    }
    for (; o < stride; o += L) {
      FloatVector a = FloatVector.fromArray(S, weights, inputs * stride + o);
      int row = o;
      for (int i = 0; i < inputs; i++, row += stride) {
        a = a.add(FloatVector.fromArray(S, weights, row).mul(x[xAt + i]));
      }
      a.intoArray(out, outAt + o);
    }
  }

  @Override
  public void weightGradient(
      float[] x, int xStride, int inputs, float[] g, int stride, int batch, float[] gradient) {
    for (int i = 0; i <= inputs; i++) {
      weightRow(x, i, xStride, i == inputs, g, stride, batch, gradient, i * stride);
    }
  }

  private static void weightRow(
      float[] x,
      int xAt,
      int xStride,
      boolean bias,
      float[] g,
      int stride,
      int batch,
      float[] gradient,
      int to) {
    int o = 0;
    for (; o + 4 * L <= stride; o += 4 * L) {
      FloatVector a = FloatVector.zero(S);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      int from = o;
      for (int r = 0; r < batch; r++, from += stride) {
        FloatVector value = FloatVector.broadcast(S, bias ? 1 : x[xAt + r * xStride]);
        a = a.add(value.mul(FloatVector.fromArray(S, g, from)));
        b = b.add(value.mul(FloatVector.fromArray(S, g, from + L)));
        c = c.add(value.mul(FloatVector.fromArray(S, g, from + 2 * L)));
        d = d.add(value.mul(FloatVector.fromArray(S, g, from + 3 * L)));
      }
      a.intoArray(gradient, to + o);
      b.intoArray(gradient, to + o + L);
      c.intoArray(gradient, to + o + 2 * L);
      d.intoArray(gradient, to + o + 3 * L);
    }
    for (; o < stride; o += L) {
      FloatVector a = FloatVector.zero(S);
      int from = o;
      for (int r = 0; r < batch; r++, from += stride) {
        a = a.add(FloatVector.fromArray(S, g, from).mul(bias ? 1 : x[xAt + r * xStride]));
      }
      a.intoArray(gradient, to + o);
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
      int row = i * stride;
      for (int p = 0; p < BLOCK; p += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int o = p; o < stride; o += BLOCK) {
          sum =
              sum.add(
                  FloatVector.fromArray(S, weights, row + o)
                      .mul(FloatVector.fromArray(S, g, gAt + o)));
        }
        sum.intoArray(parts, p);
      }
      dx[dxAt + i] = total(parts);
    }
  }

  private static float total(float[] parts) {
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
    for (int i = at; i < at + length; i += L) {
      FloatVector.fromArray(S, x, i).max(0).intoArray(x, i);
    }
  }

  @Override
  public void reluGradient(float[] activation, float[] g, int at, int length) {
    FloatVector zero = FloatVector.zero(S);
    for (int i = at; i < at + length; i += L) {
      FloatVector kept =
          zero.blend(
              FloatVector.fromArray(S, g, i),
              FloatVector.fromArray(S, activation, i).compare(VectorOperators.GT, 0));
      kept.intoArray(g, i);
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
    for (int i = 0; i < length; i += L) {
      FloatVector g = FloatVector.fromArray(S, gradient, i);
      FloatVector m = FloatVector.fromArray(S, first, i).mul(beta1).add(g.mul(fresh1));
      FloatVector v = FloatVector.fromArray(S, second, i).mul(beta2).add(g.mul(fresh2).mul(g));
      m.intoArray(first, i);
      v.intoArray(second, i);
      FloatVector step = m.mul(rate).div(v.sqrt().div(root).add(epsilon));
      FloatVector.fromArray(S, weights, i).sub(step).intoArray(weights, i);
    }
  }

  @Override
  public void addScaled(float scale, float[] rows, int rowAt, float[] out, int length) {
    for (int i = 0; i < length; i += L) {
      FloatVector.fromArray(S, out, i)
          .add(FloatVector.fromArray(S, rows, rowAt + i).mul(scale))
          .intoArray(out, i);
    }
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int length, float[] parts) {
    for (int p = 0; p < BLOCK; p += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int i = p; i < length; i += BLOCK) {
        sum = sum.add(FloatVector.fromArray(S, a, aAt + i).mul(FloatVector.fromArray(S, b, i)));
      }
      sum.intoArray(parts, p);
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
    for (int i = 0; i < length; i += L) {
      FloatVector g = FloatVector.fromArray(S, gradient, i).mul(scale);
      VectorMask<Float> some = g.compare(VectorOperators.NE, 0);
      FloatVector old = FloatVector.fromArray(S, squares, at + i);
      FloatVector v = old.mul(decay).add(g.mul(fresh).mul(g));
      old.blend(v, some).intoArray(squares, at + i);
      FloatVector step = g.mul(rate).div(v.sqrt().add(epsilon));
      FloatVector.fromArray(S, weights, at + i).sub(step).intoArray(weights, at + i);
    }
  }
}
