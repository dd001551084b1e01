/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/** Scale and shift per index of one axis. */
final class AffineStep implements Step {
  private final Tensor from;
  private final Tensor to;
  private final float[] scale;
  private final float[] shift;
  private final int outer;
  private final int inner;

  AffineStep(Tensor from, Tensor to, int axis, float[] scale, float[] shift) {
    this.from = from;
    this.to = to;
    this.scale = scale;
    this.shift = shift;
    outer = from.outer(axis);
    inner = from.inner(axis);
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      int in = b * from.stride();
      int out = b * to.size();
      for (int o = 0; o < outer; o++) {
        if (inner == 1) {
          row(x, in, y, out);
        } else {
          for (int c = 0; c < scale.length; c++) {
            channel(x, in + c * inner, y, out + c * inner, scale[c], shift[c]);
          }
        }
        in += scale.length * inner;
        out += scale.length * inner;
      }
    }
  }

  private void row(float[] x, int in, float[] y, int out) {
    for (int c = 0; c < scale.length; c++) {
      y[out + c] = x[in + c] * scale[c] + shift[c];
    }
  }

  private void channel(float[] x, int in, float[] y, int out, float factor, float summand) {
    for (int i = 0; i < inner; i++) {
      y[out + i] = x[in + i] * factor + summand;
    }
  }
}
