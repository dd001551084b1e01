/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;

/** Running sums along one axis, in double precision. */
final class CumSumStep implements Step {
  private final Op.CumSum op;
  private final Tensor from;
  private final Tensor to;
  private final int outer;
  private final int length;
  private final int inner;

  CumSumStep(Op.CumSum op, Tensor from, Tensor to, int axis) {
    this.op = op;
    this.from = from;
    this.to = to;
    outer = from.outer(axis);
    length = from.shape()[axis];
    inner = from.inner(axis);
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int at = o * length * inner + i;
          sum(x, b * from.stride() + at, y, b * to.size() + at);
        }
      }
    }
  }

  private void sum(float[] x, int in, float[] y, int out) {
    double sum = 0;
    for (int n = 0; n < length; n++) {
      int k = (op.reverse() ? length - 1 - n : n) * inner;
      double next = sum + x[in + k];
      y[out + k] = (float) (op.exclusive() ? sum : next);
      sum = next;
    }
  }
}
