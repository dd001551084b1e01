/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch.vector;

import io.millrace.models.neural.batch.RowKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of this processor's width. For one thread. */
public final class VectorRowKernels implements RowKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Adding and subtracting it rounds to an integer. */
  private static final float ROUNDER = 12582912f;

  private static final int ROUNDER_BITS = 0x4B400000;

  private static final int MANTISSA = 23;

  /** The bits of the square root of a half. */
  private static final int ROOT_HALF = 0x3F3504F3;

  private static final float LN_2 = 0.6931472f;
  private static final float TURNS = 0.15915494309189535f;
  // 2 pi in three parts, so that whole turns are subtracted nearly exactly (Cody and Waite).
  private static final float TURN_HIGH = 6.2831855f;
  private static final float TURN_MIDDLE = -1.7484556e-7f;
  private static final float TURN_LOW = -5.8716685e-15f;

  // The rest of a row is computed in a vector of its own: masked loads and stores near the end of
  // an
  // array take the slow way on Java 17.
  private final float[] restW = new float[L];
  private final float[] restB = new float[L];
  private final float[] restG = new float[L];
  private final float[] restOut = new float[L];

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    FloatVector sum = FloatVector.zero(S);
    FloatVector other = FloatVector.zero(S);
    int i = 0;
    for (; i + 2 * L <= length; i += 2 * L) {
      sum = FloatVector.fromArray(S, a, aAt + i).fma(FloatVector.fromArray(S, b, bAt + i), sum);
      other =
          FloatVector.fromArray(S, a, aAt + i + L)
              .fma(FloatVector.fromArray(S, b, bAt + i + L), other);
    }
    for (; i + L <= length; i += L) {
      sum = FloatVector.fromArray(S, a, aAt + i).fma(FloatVector.fromArray(S, b, bAt + i), sum);
    }
    float total = sum.add(other).reduceLanes(VectorOperators.ADD);
    for (; i < length; i++) {
      total += a[aAt + i] * b[bAt + i];
    }
    return total;
  }

  @Override
  public float sum(float[] x, int xAt, int length) {
    FloatVector sum = FloatVector.zero(S);
    int i = 0;
    for (; i + L <= length; i += L) {
      sum = FloatVector.fromArray(S, x, xAt + i).add(sum);
    }
    float total = sum.reduceLanes(VectorOperators.ADD);
    for (; i < length; i++) {
      total += x[xAt + i];
    }
    return total;
  }

  @Override
  public void addScaled(float scale, float[] x, int xAt, float[] out, int outAt, int length) {
    FloatVector factor = FloatVector.broadcast(S, scale);
    int i = 0;
    for (; i + L <= length; i += L) {
      FloatVector.fromArray(S, x, xAt + i)
          .fma(factor, FloatVector.fromArray(S, out, outAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < length; i++) {
      out[outAt + i] += scale * x[xAt + i];
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] out, int outAt, int length) {
    int i = 0;
    for (; i + L <= length; i += L) {
      FloatVector.fromArray(S, x, xAt + i)
          .add(FloatVector.fromArray(S, out, outAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < length; i++) {
      out[outAt + i] += x[xAt + i];
    }
  }

  @Override
  public void cosines(
      float[] w, int wAt, float[] b, int bAt, float t, float[] out, int outAt, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += L) {
      cosine(FloatVector.fromArray(S, w, wAt + i), t, FloatVector.fromArray(S, b, bAt + i))
          .intoArray(out, outAt + i);
    }
    int rest = length - whole;
    if (rest > 0) {
      System.arraycopy(w, wAt + whole, restW, 0, rest);
      System.arraycopy(b, bAt + whole, restB, 0, rest);
      cosine(FloatVector.fromArray(S, restW, 0), t, FloatVector.fromArray(S, restB, 0))
          .intoArray(restOut, 0);
      System.arraycopy(restOut, 0, out, outAt + whole, rest);
    }
  }

  private static FloatVector cosine(FloatVector w, float t, FloatVector b) {
    return cosineOf(halfAngle(w.mul(t), b));
  }

  private static FloatVector cosineOf(FloatVector half) {
    FloatVector sine = sine(half);
    // cos 2h = 1 - 2 sin^2 h
    return sine.mul(-2f).fma(sine, FloatVector.broadcast(S, 1f));
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
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += L) {
      FloatVector frequency = FloatVector.fromArray(S, w, wAt + i);
      FloatVector down =
          down(
              frequency,
              t,
              FloatVector.fromArray(S, b, bAt + i),
              FloatVector.fromArray(S, g, gAt + i));
      down.add(FloatVector.fromArray(S, gradient, dbAt + i)).intoArray(gradient, dbAt + i);
      down.fma(frequency.mul(t), FloatVector.fromArray(S, gradient, dwAt + i))
          .intoArray(gradient, dwAt + i);
    }
    int rest = length - whole;
    if (rest > 0) {
      System.arraycopy(w, wAt + whole, restW, 0, rest);
      System.arraycopy(b, bAt + whole, restB, 0, rest);
      System.arraycopy(g, gAt + whole, restG, 0, rest);
      down(
              FloatVector.fromArray(S, restW, 0),
              t,
              FloatVector.fromArray(S, restB, 0),
              FloatVector.fromArray(S, restG, 0))
          .intoArray(restOut, 0);
      for (int i = 0; i < rest; i++) {
        gradient[dbAt + whole + i] += restOut[i];
        gradient[dwAt + whole + i] += restOut[i] * (restW[i] * t);
      }
    }
  }

  /** {@code -sin(w t + b) g}. */
  private static FloatVector down(FloatVector w, float t, FloatVector b, FloatVector g) {
    return slope(halfAngle(w.mul(t), b)).mul(g);
  }

  /** -sin 2h = -2 sin h cos h. */
  private static FloatVector slope(FloatVector half) {
    return sine(half).mul(cosine(half)).mul(-2f);
  }

  @Override
  public void cosinesAt(float w, float b, float[] t, float[] out, int outAt, int length) {
    FloatVector frequency = FloatVector.broadcast(S, w);
    FloatVector phase = FloatVector.broadcast(S, b);
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += L) {
      cosineOf(halfAngle(frequency.mul(FloatVector.fromArray(S, t, i)), phase))
          .intoArray(out, outAt + i);
    }
    int rest = length - whole;
    if (rest > 0) {
      System.arraycopy(t, whole, restW, 0, rest);
      cosineOf(halfAngle(frequency.mul(FloatVector.fromArray(S, restW, 0)), phase))
          .intoArray(restOut, 0);
      System.arraycopy(restOut, 0, out, outAt + whole, rest);
    }
  }

  @Override
  public void slopesAt(float w, float b, float[] t, float[] g, int gAt, float[] out, int length) {
    FloatVector frequency = FloatVector.broadcast(S, w);
    FloatVector phase = FloatVector.broadcast(S, b);
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += L) {
      slope(halfAngle(frequency.mul(FloatVector.fromArray(S, t, i)), phase))
          .mul(FloatVector.fromArray(S, g, gAt + i))
          .intoArray(out, i);
    }
    int rest = length - whole;
    if (rest > 0) {
      System.arraycopy(t, whole, restW, 0, rest);
      System.arraycopy(g, gAt + whole, restG, 0, rest);
      slope(halfAngle(frequency.mul(FloatVector.fromArray(S, restW, 0)), phase))
          .mul(FloatVector.fromArray(S, restG, 0))
          .intoArray(restOut, 0);
      System.arraycopy(restOut, 0, out, whole, rest);
    }
  }

  @Override
  public void logsOfMore(float[] x, int xAt, float[] out, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += L) {
      logOfMore(FloatVector.fromArray(S, x, xAt + i)).intoArray(out, i);
    }
    int rest = length - whole;
    if (rest > 0) {
      System.arraycopy(x, xAt + whole, restW, 0, rest);
      logOfMore(FloatVector.fromArray(S, restW, 0)).intoArray(restOut, 0);
      System.arraycopy(restOut, 0, out, whole, rest);
    }
  }

  /** {@code 1 + x = 2^e m} with m around 1, {@code ln m = 2 atanh((m - 1) / (m + 1))}. */
  private static FloatVector logOfMore(FloatVector x) {
    IntVector bits = x.add(1f).reinterpretAsInts();
    IntVector exponent = bits.sub(ROOT_HALF).lanewise(VectorOperators.ASHR, MANTISSA);
    FloatVector m =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA)).reinterpretAsFloats();
    FloatVector s = m.sub(1f).div(m.add(1f));
    FloatVector q = s.mul(s);
    FloatVector p = FloatVector.broadcast(S, 2f / 9);
    p = p.fma(q, FloatVector.broadcast(S, 2f / 7));
    p = p.fma(q, FloatVector.broadcast(S, 2f / 5));
    p = p.fma(q, FloatVector.broadcast(S, 2f / 3));
    p = p.fma(q, FloatVector.broadcast(S, 2f)).mul(s);
    FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    return e.fma(FloatVector.broadcast(S, LN_2), p);
  }

  /** Half of turned + b less whole turns: in [-pi/2, pi/2]. */
  private static FloatVector halfAngle(FloatVector turned, FloatVector b) {
    FloatVector x = turned.add(b).max(-MAX_ANGLE).min(MAX_ANGLE);
    FloatVector n = x.mul(TURNS).add(ROUNDER).sub(ROUNDER);
    FloatVector r = n.fma(FloatVector.broadcast(S, -TURN_HIGH), x);
    r = n.fma(FloatVector.broadcast(S, -TURN_MIDDLE), r);
    r = n.fma(FloatVector.broadcast(S, -TURN_LOW), r);
    return r.mul(0.5f);
  }

  /** Taylor's polynomial of degree 11. */
  private static FloatVector sine(FloatVector h) {
    FloatVector q = h.mul(h);
    FloatVector p = FloatVector.broadcast(S, -1f / 39916800);
    p = p.fma(q, FloatVector.broadcast(S, 1f / 362880));
    p = p.fma(q, FloatVector.broadcast(S, -1f / 5040));
    p = p.fma(q, FloatVector.broadcast(S, 1f / 120));
    p = p.fma(q, FloatVector.broadcast(S, -1f / 6));
    return p.mul(q).fma(h, h);
  }

  /** Taylor's polynomial of degree 12. */
  private static FloatVector cosine(FloatVector h) {
    FloatVector q = h.mul(h);
    FloatVector p = FloatVector.broadcast(S, 1f / 479001600);
    p = p.fma(q, FloatVector.broadcast(S, -1f / 3628800));
    p = p.fma(q, FloatVector.broadcast(S, 1f / 40320));
    p = p.fma(q, FloatVector.broadcast(S, -1f / 720));
    p = p.fma(q, FloatVector.broadcast(S, 1f / 24));
    p = p.fma(q, FloatVector.broadcast(S, -1f / 2));
    return p.fma(q, FloatVector.broadcast(S, 1f));
  }

  @Override
  public void relu(float[] x, int length) {
    int i = 0;
    for (; i + L <= length; i += L) {
      FloatVector.fromArray(S, x, i).max(0).intoArray(x, i);
    }
    for (; i < length; i++) {
      x[i] = Math.max(x[i], 0);
    }
  }

  @Override
  public void reluGradient(float[] x, float[] g, int length) {
    int i = 0;
    for (; i + L <= length; i += L) {
      VectorMask<Float> on = FloatVector.fromArray(S, x, i).compare(VectorOperators.GT, 0);
      FloatVector.zero(S).blend(FloatVector.fromArray(S, g, i), on).intoArray(g, i);
    }
    for (; i < length; i++) {
      g[i] = x[i] > 0 ? g[i] : 0;
    }
  }
}
