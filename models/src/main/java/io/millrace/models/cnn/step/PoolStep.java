/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Kernels;

/** Pooling of rows of channels. */
final class PoolStep implements Step {
  private final Op.Pool op;
  private final PaddedRows padded;
  private final Tensor to;
  private final int channels;
  private final Kernels kernels;

  /** Per output row, by what a mean over the whole kernel is multiplied; null when all by one. */
  private final float[] corrections;

  PoolStep(Op.Pool op, int channels, Tensor from, Tensor to, Layouts layouts, Kernels kernels) {
    this.op = op;
    this.to = to;
    this.channels = channels;
    this.kernels = kernels;
    boolean max = op.kind() == Op.Pool.Kind.MAX;
    int inRows = from.size() / channels;
    int outRows = to.size() / channels;
    // Rounding up the number of outputs may read beyond the declared padding.
    int read = (outRows - 1) * op.stride() + (op.kernel() - 1) * op.dilation() + 1;
    int right = Math.max(op.padRight(), read - inRows - op.padLeft());
    padded =
        new PaddedRows(
            from, channels, op.padLeft(), right, max ? Float.NEGATIVE_INFINITY : 0, layouts);
    corrections = max || op.countPadding() ? null : corrections(inRows, outRows);
  }

  private float[] corrections(int inRows, int outRows) {
    float[] factors = new float[outRows];
    boolean any = false;
    for (int t = 0; t < outRows; t++) {
      int count = 0;
      for (int j = 0; j < op.kernel(); j++) {
        int row = t * op.stride() + j * op.dilation() - op.padLeft();
        count += row >= 0 && row < inRows ? 1 : 0;
      }
      factors[t] = op.kernel() / (float) count;
      any |= count != op.kernel();
    }
    return any ? factors : null;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    Tensor rows = padded.fill(workspace, batch);
    float[] y = to.in(workspace);
    int outRows = to.size() / channels;
    kernels.pool(
        op.kind() == Op.Pool.Kind.AVERAGE,
        op.kernel(),
        op.stride(),
        op.dilation(),
        channels,
        rows.in(workspace),
        0,
        rows.stride(),
        y,
        0,
        to.size(),
        channels,
        batch,
        outRows);
    if (corrections != null) {
      for (int r = 0; r < batch * outRows; r++) {
        float factor = corrections[r % outRows];
        for (int c = r * channels; c < (r + 1) * channels; c++) {
          y[c] *= factor;
        }
      }
    }
  }
}
