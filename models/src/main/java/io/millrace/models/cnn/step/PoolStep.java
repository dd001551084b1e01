/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.tensor.Kernels;

/** Pooling of rows of channels. */
final class PoolStep implements Step {
  private final Op.Pool op;
  private final PaddedRows padded;
  private final Tensor to;
  private final int channels;
  private final Kernels kernels;
  private final UncountedPadding uncounted;

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
    uncounted = UncountedPadding.of(op, new Span(0, outRows), new Span(0, inRows));
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
    for (int b = 0; uncounted != null && b < batch; b++) {
      uncounted.correct(0, outRows, y, b * to.size(), channels);
    }
  }
}
