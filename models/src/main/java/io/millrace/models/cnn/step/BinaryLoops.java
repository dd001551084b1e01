/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;

/** The loops of {@link BinaryStep}; one per function where the compiler can vectorise it. */
final class BinaryLoops {
  private BinaryLoops() {}

  static void alike(
      Op.Binary.Kind kind, float[] a, int ai, float[] b, int bi, float[] out, int o, int n) {
    switch (kind) {
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] - b[bi + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] / b[bi + i];
        }
      }
      default -> general(kind, a, ai, 1, b, bi, 1, out, o, n);
    }
  }

  static void withNumber(
      Op.Binary.Kind kind, float[] a, int ai, float b, float[] out, int o, int n) {
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] + b;
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] - b;
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] * b;
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = a[ai + i] / b;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = of(kind, a[ai + i], b);
        }
      }
    }
  }

  static void general(
      Op.Binary.Kind kind,
      float[] a,
      int ai,
      int aStep,
      float[] b,
      int bi,
      int bStep,
      float[] out,
      int o,
      int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = of(kind, a[ai + i * aStep], b[bi + i * bStep]);
    }
  }

  static float of(Op.Binary.Kind kind, float a, float b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> power(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case PRELU -> a < 0 ? a * b : a;
    };
  }

  /** Squares are by far the most frequent powers. */
  private static float power(float a, float b) {
    return b == 2 ? a * a : (float) Math.pow(a, b);
  }
}
