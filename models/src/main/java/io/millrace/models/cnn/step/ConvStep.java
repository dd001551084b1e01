/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;

/** A convolution from rows of channels to rows of channels; padding goes through a wider copy. */
final class ConvStep implements Step {
  private final Conv1d conv;
  private final PaddedRows padded;
  private final Tensor to;

  ConvStep(Op.Conv op, Tensor from, Tensor to, Layouts layouts, Kernels kernels) {
    this.to = to;
    padded = new PaddedRows(from, op.inChannels(), op.padLeft(), op.padRight(), 0, layouts);
    conv =
        kernels.conv(
            new ConvSpec(
                op.weight(),
                op.bias(),
                op.inChannels(),
                op.outChannels(),
                op.kernel(),
                op.stride(),
                op.dilation(),
                op.groups(),
                Activation.NONE));
  }

  @Override
  public void run(Workspace workspace, int batch) {
    Tensor rows = padded.fill(workspace, batch);
    int channels = conv.spec().outChannels();
    conv.apply(
        rows.in(workspace),
        0,
        rows.stride(),
        to.in(workspace),
        0,
        to.size(),
        channels,
        batch,
        to.size() / channels);
  }

  @Override
  public void close() {
    conv.close();
  }
}
