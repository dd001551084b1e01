/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;

/** A dense layer: a convolution of kernel one over all rows of all samples. */
final class LinearStep implements Step {
  private final Conv1d conv;
  private final Tensor from;
  private final Tensor to;
  private final int rows;

  /**
   * Packs the layer.
   *
   * @param weight (in, out) row-major
   */
  LinearStep(
      float[] weight, float[] bias, int in, int out, Tensor from, Tensor to, Kernels kernels) {
    this.from = from;
    this.to = to;
    rows = from.size() / in;
    float[] transposed = new float[weight.length];
    PermuteStep.transpose(weight, 0, in, out, transposed, 0);
    conv = kernels.conv(new ConvSpec(transposed, bias, in, out, 1, 1, 1, 1, Activation.NONE));
  }

  @Override
  public void run(Workspace workspace, int batch) {
    conv.apply(
        from.in(workspace),
        0,
        from.stride(),
        to.in(workspace),
        0,
        to.size(),
        conv.spec().outChannels(),
        batch,
        rows);
  }

  @Override
  public void close() {
    conv.close();
  }
}
