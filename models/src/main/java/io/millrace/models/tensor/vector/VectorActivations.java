/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import io.millrace.models.tensor.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise functions. An element's result does not depend on where in the run it stands: what is
 * left behind the last whole vector goes through a vector, too.
 */
final class VectorActivations {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final ThreadLocal<float[]> TAILS = ThreadLocal.withInitial(() -> new float[L]);

  private VectorActivations() {}

  static void apply(Activation f, float[] x, int offset, int length) {
    int whole = S.loopBound(length);
    run(f, x, offset, offset + whole);
    if (whole < length) {
      float[] tail = TAILS.get();
      System.arraycopy(x, offset + whole, tail, 0, length - whole);
      run(f, tail, 0, L);
      System.arraycopy(tail, 0, x, offset + whole, length - whole);
    }
  }

  private static void run(Activation f, float[] x, int from, int to) {
    switch (f.kind()) {
      case NONE -> {}
      case RELU -> clip(x, from, to, 0, Float.POSITIVE_INFINITY);
      case CLIP -> clip(x, from, to, f.alpha(), f.beta());
      case LEAKY_RELU -> leakyRelu(x, from, to, f.alpha());
      case ELU -> elu(x, from, to, f.alpha(), 1);
      case SELU -> elu(x, from, to, f.alpha(), f.beta());
      case SIGMOID -> sigmoid(x, from, to);
      case TANH -> tanh(x, from, to);
      case HARD_SIGMOID -> hardSigmoid(x, from, to, f.alpha(), f.beta());
      case HARD_SWISH -> hardSwish(x, from, to);
      case GELU -> gelu(x, from, to);
      case ERF -> erf(x, from, to);
      case EXP -> exp(x, from, to);
      case SOFTSIGN -> softsign(x, from, to);
      case ABS, NEG, SQRT, RECIPROCAL -> simple(f.kind(), x, from, to);
      case SOFTPLUS, LOG, FLOOR, CEIL, ROUND, SIGN -> {
        for (int i = from; i < to; i++) {
          x[i] = f.apply(x[i]);
        }
      }
    }
  }

  private static void clip(float[] x, int from, int to, float low, float high) {
    for (int i = from; i < to; i += L) {
      FloatVector.fromArray(S, x, i).max(low).min(high).intoArray(x, i);
    }
  }

  private static void leakyRelu(float[] x, int from, int to, float slope) {
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      v.max(0f).add(v.min(0f).mul(slope)).intoArray(x, i);
    }
  }

  private static void elu(float[] x, int from, int to, float alpha, float gamma) {
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      FloatVector below = VectorMath.exp(v.min(0f)).sub(1f).mul(alpha);
      v.max(0f).add(below).mul(gamma).intoArray(x, i);
    }
  }

  private static void sigmoid(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, i).neg());
      FloatVector.broadcast(S, 1f).div(e.add(1f)).intoArray(x, i);
    }
  }

  private static void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      VectorMath.tanh(FloatVector.fromArray(S, x, i)).intoArray(x, i);
    }
  }

  private static void hardSigmoid(float[] x, int from, int to, float alpha, float beta) {
    for (int i = from; i < to; i += L) {
      FloatVector.fromArray(S, x, i).mul(alpha).add(beta).min(1f).max(0f).intoArray(x, i);
    }
  }

  private static void hardSwish(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      v.mul(v.div(6f).add(0.5f).min(1f).max(0f)).intoArray(x, i);
    }
  }

  private static void gelu(float[] x, int from, int to) {
    float rootHalf = (float) Math.sqrt(0.5);
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      FloatVector cdf = VectorMath.erf(v.mul(rootHalf)).add(1f).mul(0.5f);
      v.mul(cdf).intoArray(x, i);
    }
  }

  private static void erf(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      VectorMath.erf(FloatVector.fromArray(S, x, i)).intoArray(x, i);
    }
  }

  private static void exp(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      VectorMath.exp(FloatVector.fromArray(S, x, i)).intoArray(x, i);
    }
  }

  private static void softsign(float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      v.div(v.abs().add(1f)).intoArray(x, i);
    }
  }

  private static void simple(Activation.Kind kind, float[] x, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, i);
      switch (kind) {
        case ABS -> v.abs().intoArray(x, i);
        case NEG -> v.neg().intoArray(x, i);
        case SQRT -> v.lanewise(VectorOperators.SQRT).intoArray(x, i);
        default -> FloatVector.broadcast(S, 1f).div(v).intoArray(x, i);
      }
    }
  }
}
