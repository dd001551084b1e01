/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Kernels;

/** An elementwise function. */
final class UnaryStep implements Step {
  private final Tensor from;
  private final Tensor to;
  private final Activation function;
  private final Kernels kernels;

  UnaryStep(Tensor from, Tensor to, Activation function, Kernels kernels) {
    this.from = from;
    this.to = to;
    this.function = function;
    this.kernels = kernels;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      System.arraycopy(x, b * from.stride(), y, b * to.size(), to.size());
    }
    kernels.activate(function, y, 0, batch * to.size());
  }
}
