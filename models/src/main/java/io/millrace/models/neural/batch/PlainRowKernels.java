/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.neural.FastExp;

/** Scalar loops. */
final class PlainRowKernels implements RowKernels {
  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  @Override
  public float sum(float[] x, int xAt, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += x[xAt + i];
    }
    return sum;
  }

  @Override
  public void addScaled(float scale, float[] x, int xAt, float[] out, int outAt, int length) {
    for (int i = 0; i < length; i++) {
      out[outAt + i] += scale * x[xAt + i];
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] out, int outAt, int length) {
    for (int i = 0; i < length; i++) {
      out[outAt + i] += x[xAt + i];
    }
  }

  @Override
  public void cosines(
      float[] w, int wAt, float[] b, int bAt, float t, float[] out, int outAt, int length) {
    for (int i = 0; i < length; i++) {
      out[outAt + i] = (float) Math.cos(angle(w[wAt + i], t, b[bAt + i]));
    }
  }

  @Override
  public void cosineGradient(
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float t,
      float[] g,
      int gAt,
      float[] gradient,
      int dwAt,
      int dbAt,
      int length) {
    for (int i = 0; i < length; i++) {
      float down = -(float) Math.sin(angle(w[wAt + i], t, b[bAt + i])) * g[gAt + i];
      gradient[dwAt + i] += down * (t * w[wAt + i]);
      gradient[dbAt + i] += down;
    }
  }

  @Override
  public void cosinesAt(float w, float b, float[] t, float[] out, int outAt, int length) {
    for (int i = 0; i < length; i++) {
      out[outAt + i] = (float) Math.cos(angle(w, t[i], b));
    }
  }

  @Override
  public void slopesAt(float w, float b, float[] t, float[] g, int gAt, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = -(float) Math.sin(angle(w, t[i], b)) * g[gAt + i];
    }
  }

  @Override
  public void logsOfMore(float[] x, int xAt, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (float) FastExp.log(1.0 + x[xAt + i]);
    }
  }

  /** Rounded to float as the vector path does, so that both take the cosine of the same angle. */
  private static double angle(float w, float t, float b) {
    return Math.max(-MAX_ANGLE, Math.min(MAX_ANGLE, w * t + b));
  }

  @Override
  public void relu(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.max(x[i], 0);
    }
  }

  @Override
  public void reluGradient(float[] x, float[] g, int length) {
    for (int i = 0; i < length; i++) {
      g[i] = x[i] > 0 ? g[i] : 0;
    }
  }
}
