/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Kernels;

/** Reduces the middle of (outer, length, inner). */
final class ReduceStep implements Step {
  private final Op.Reduce.Kind kind;
  private final Tensor from;
  private final Tensor to;
  private final int outer;
  private final int length;
  private final int inner;
  private final Kernels kernels;

  ReduceStep(Op.Reduce.Kind kind, Tensor from, Tensor to, int length, int inner, Kernels kernels) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.length = length;
    this.inner = inner;
    this.kernels = kernels;
    outer = from.size() / length / inner;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outer; o++) {
        int in = b * from.stride() + o * length * inner;
        int out = b * to.size() + o * inner;
        if (inner == 1) {
          y[out] = run(x, in);
        } else {
          rows(x, in, y, out);
        }
      }
    }
    if (inner > 1 && (kind == Op.Reduce.Kind.MEAN || kind == Op.Reduce.Kind.L2)) {
      for (int i = 0; i < batch * to.size(); i++) {
        y[i] = finish(y[i]);
      }
    }
  }

  private float finish(float sum) {
    return switch (kind) {
      case MEAN -> sum / length;
      case L2 -> (float) Math.sqrt(sum);
      default -> sum;
    };
  }

  /** Eight reductions side by side: the processor need not wait for one sum. */
  private float run(float[] x, int in) {
    int whole = length - length % 8;
    if (whole == 0) {
      float r = first(x[in]);
      for (int i = 1; i < length; i++) {
        r = add(r, x[in + i]);
      }
      return finish(r);
    }
    float r0 = first(x[in]);
    float r1 = first(x[in + 1]);
    float r2 = first(x[in + 2]);
    float r3 = first(x[in + 3]);
    float r4 = first(x[in + 4]);
    float r5 = first(x[in + 5]);
    float r6 = first(x[in + 6]);
    float r7 = first(x[in + 7]);
    for (int i = in + 8; i < in + whole; i += 8) {
      r0 = add(r0, x[i]);
      r1 = add(r1, x[i + 1]);
      r2 = add(r2, x[i + 2]);
      r3 = add(r3, x[i + 3]);
      r4 = add(r4, x[i + 4]);
      r5 = add(r5, x[i + 5]);
      r6 = add(r6, x[i + 6]);
      r7 = add(r7, x[i + 7]);
    }
    float r = join(join(join(r0, r1), join(r2, r3)), join(join(r4, r5), join(r6, r7)));
    for (int i = in + whole; i < in + length; i++) {
      r = add(r, x[i]);
    }
    return finish(r);
  }

  private void rows(float[] x, int in, float[] y, int out) {
    for (int i = 0; i < inner; i++) {
      y[out + i] = first(x[in + i]);
    }
    for (int n = 1; n < length; n++) {
      int row = in + n * inner;
      switch (kind) {
        case MEAN, SUM -> kernels.add(y, out, x, row, y, out, inner);
        case PROD -> kernels.multiply(y, out, x, row, y, out, inner);
        default -> {
          for (int i = 0; i < inner; i++) {
            y[out + i] = add(y[out + i], x[row + i]);
          }
        }
      }
    }
  }

  private float first(float x) {
    return switch (kind) {
      case L1 -> Math.abs(x);
      case L2, SUM_SQUARE -> x * x;
      default -> x;
    };
  }

  private float add(float reduced, float x) {
    return switch (kind) {
      case MEAN, SUM -> reduced + x;
      case MAX -> Math.max(reduced, x);
      case MIN -> Math.min(reduced, x);
      case PROD -> reduced * x;
      case L1 -> reduced + Math.abs(x);
      case L2, SUM_SQUARE -> reduced + x * x;
    };
  }

  private float join(float a, float b) {
    return switch (kind) {
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case PROD -> a * b;
      default -> a + b;
    };
  }
}
