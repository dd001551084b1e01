/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Kernels;

/** Softmax, or its logarithm, over the middle of (outer, length, inner). */
final class SoftmaxStep implements Step {
  private static final Activation EXP = new Activation(Activation.Kind.EXP, 0, 0);

  private final Tensor from;
  private final Tensor to;
  private final Tensor shifted;
  private final boolean log;
  private final int outer;
  private final int length;
  private final int inner;
  private final Kernels kernels;

  SoftmaxStep(Tensor from, Tensor to, int axis, boolean log, Layouts layouts, Kernels kernels) {
    this.from = from;
    this.to = to;
    this.log = log;
    this.kernels = kernels;
    outer = from.outer(axis);
    length = from.shape()[axis];
    inner = from.inner(axis);
    // The logarithm needs both what is exponentiated and the exponentials.
    shifted = log ? layouts.scratch(to.size()) : to;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] s = shifted.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outer; o++) {
        int block = o * length * inner;
        for (int i = 0; i < inner; i++) {
          shift(x, b * from.stride() + block + i, s, b * to.size() + block + i);
        }
      }
    }
    int total = batch * to.size();
    if (log) {
      System.arraycopy(s, 0, y, 0, total);
    }
    kernels.activate(EXP, y, 0, total);
    for (int n = 0; n < batch * outer; n++) {
      for (int i = 0; i < inner; i++) {
        normalise(s, y, n * length * inner + i);
      }
    }
  }

  private void shift(float[] x, int in, float[] s, int out) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      max = Math.max(max, x[in + k * inner]);
    }
    for (int k = 0; k < length; k++) {
      s[out + k * inner] = x[in + k * inner] - max;
    }
  }

  private void normalise(float[] s, float[] y, int at) {
    float sum = 0;
    for (int k = 0; k < length; k++) {
      sum += y[at + k * inner];
    }
    if (log) {
      float logSum = (float) Math.log(sum);
      for (int k = 0; k < length; k++) {
        y[at + k * inner] = s[at + k * inner] - logSum;
      }
    } else {
      float factor = 1 / sum;
      for (int k = 0; k < length; k++) {
        y[at + k * inner] *= factor;
      }
    }
  }
}
