/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/** Linear up-sampling of one axis with half-pixel coordinates. */
final class InterpolateStep implements Step {
  private final Tensor from;
  private final Tensor to;
  private final int outer;
  private final int inLength;
  private final int inner;
  private final int[] left;
  private final int[] right;
  private final float[] rightShare;

  InterpolateStep(Tensor from, Tensor to, int axis, int factor) {
    this.from = from;
    this.to = to;
    outer = from.outer(axis);
    inLength = from.shape()[axis];
    inner = from.inner(axis);
    int length = to.shape()[axis];
    left = new int[length];
    right = new int[length];
    rightShare = new float[length];
    for (int t = 0; t < length; t++) {
      double at = Math.max(0, Math.min(inLength - 1, (t + 0.5) / factor - 0.5));
      left[t] = (int) at;
      right[t] = Math.min(inLength - 1, left[t] + 1);
      rightShare[t] = (float) (at - left[t]);
    }
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outer; o++) {
        int in = b * from.stride() + o * inLength * inner;
        int out = b * to.size() + o * left.length * inner;
        for (int t = 0; t < left.length; t++) {
          mix(x, in + left[t] * inner, in + right[t] * inner, rightShare[t], y, out + t * inner);
        }
      }
    }
  }

  private void mix(float[] x, int a, int b, float share, float[] y, int out) {
    for (int i = 0; i < inner; i++) {
      y[out + i] = x[a + i] * (1 - share) + x[b + i] * share;
    }
  }
}
