/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.RowOp;

/** The operations that make one row from one row. */
interface RowFunction {
  void apply(float[] in, int from, int inWidth, float[] out, int to, int outWidth);

  static RowFunction of(RowOp.PerRow op) {
    if (op instanceof RowOp.Scale s) {
      return (in, from, inWidth, out, to, width) -> {
        for (int i = 0; i < width; i++) {
          out[to + i] = s.scale()[i] * in[from + i] + s.shift()[i];
        }
      };
    } else if (op instanceof RowOp.Pick p) {
      int[] index = p.index();
      return (in, from, inWidth, out, to, width) -> {
        for (int i = 0; i < width; i++) {
          out[to + i] = in[from + index[i]];
        }
      };
    } else if (op instanceof RowOp.SoftmaxRow s) {
      return (in, from, inWidth, out, to, width) -> softmax(s.log(), in, from, out, to, width);
    } else if (op instanceof RowOp.NormaliseRow n) {
      return (in, from, inWidth, out, to, width) -> normalise(n.norm(), in, from, out, to, width);
    } else if (op instanceof RowOp.ReduceRow r) {
      return (in, from, inWidth, out, to, width) -> out[to] = reduce(r.kind(), in, from, inWidth);
    }
    throw new IllegalStateException("no function for " + op.getClass().getSimpleName());
  }

  private static void softmax(boolean log, float[] in, int from, float[] out, int to, int width) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      max = Math.max(max, in[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double e = Math.exp(in[from + i] - max);
      out[to + i] = (float) e;
      sum += e;
    }
    for (int i = 0; i < width; i++) {
      out[to + i] = (float) (log ? in[from + i] - max - Math.log(sum) : out[to + i] / sum);
    }
  }

  private static void normalise(
      Op.LayerNorm norm, float[] in, int from, float[] out, int to, int width) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += in[from + i];
    }
    double mean = sum / width;
    double squares = 0;
    for (int i = 0; i < width; i++) {
      squares += (in[from + i] - mean) * (in[from + i] - mean);
    }
    double factor = 1 / Math.sqrt(squares / width + norm.epsilon());
    for (int i = 0; i < width; i++) {
      out[to + i] = (float) ((in[from + i] - mean) * factor) * norm.scale()[i] + norm.shift()[i];
    }
  }

  private static float reduce(Op.Reduce.Kind kind, float[] in, int from, int width) {
    double result =
        switch (kind) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PROD -> 1;
          case MEAN, SUM, L1, L2, SUM_SQUARE -> 0;
        };
    for (int i = 0; i < width; i++) {
      double x = in[from + i];
      result =
          switch (kind) {
            case MAX -> Math.max(result, x);
            case MIN -> Math.min(result, x);
            case PROD -> result * x;
            case MEAN, SUM -> result + x;
            case L1 -> result + Math.abs(x);
            case L2, SUM_SQUARE -> result + x * x;
          };
    }
    return (float)
        switch (kind) {
          case MEAN -> result / width;
          case L2 -> Math.sqrt(result);
          case MAX, MIN, PROD, SUM, L1, SUM_SQUARE -> result;
        };
  }
}
