/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;

/**
 * A transposed convolution on rows of channels: one matrix product gives what every input row adds
 * to its kernel's worth of output rows, which are then summed up.
 */
final class ConvTransposeStep implements Step {
  private final Op.ConvTranspose op;
  private final Tensor from;
  private final Tensor products;
  private final Tensor to;
  private final Conv1d product;
  private final Kernels kernels;
  private final int inRows;
  private final int outRows;

  ConvTransposeStep(Op.ConvTranspose op, Tensor from, Tensor to, Layouts layouts, Kernels kernels) {
    this.op = op;
    this.from = from;
    this.to = to;
    this.kernels = kernels;
    inRows = from.size() / op.inChannels();
    outRows = to.size() / op.outChannels();
    int width = op.outChannels() * op.kernel();
    products = layouts.scratch(inRows, width);
    product =
        kernels.conv(
            new ConvSpec(
                columns(op),
                new float[width],
                op.inChannels(),
                width,
                1,
                1,
                1,
                op.groups(),
                Activation.NONE));
  }

  /** Products are ordered (group, tap, channel of the group). */
  private static float[] columns(Op.ConvTranspose op) {
    int groupIn = op.inChannels() / op.groups();
    int groupOut = op.outChannels() / op.groups();
    float[] columns = new float[op.weight().length];
    int n = 0;
    for (int g = 0; g < op.groups(); g++) {
      for (int j = 0; j < op.kernel(); j++) {
        for (int o = 0; o < groupOut; o++) {
          for (int i = 0; i < groupIn; i++) {
            columns[n++] = op.weight()[((g * groupIn + i) * groupOut + o) * op.kernel() + j];
          }
        }
      }
    }
    return columns;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] sums = products.in(workspace);
    float[] y = to.in(workspace);
    int width = op.outChannels() * op.kernel();
    product.apply(
        from.in(workspace), 0, from.stride(), sums, 0, products.size(), width, batch, inRows);
    int groupOut = op.outChannels() / op.groups();
    for (int b = 0; b < batch; b++) {
      int out = b * to.size();
      for (int t = 0; t < outRows; t++) {
        System.arraycopy(op.bias(), 0, y, out + t * op.outChannels(), op.outChannels());
      }
      for (int t = 0; t < inRows; t++) {
        for (int j = 0; j < op.kernel(); j++) {
          int row = t * op.stride() + j * op.dilation() - op.padLeft();
          if (row >= 0 && row < outRows) {
            for (int g = 0; g < op.groups(); g++) {
              int at = out + row * op.outChannels() + g * groupOut;
              int sum = b * products.size() + t * width + (g * op.kernel() + j) * groupOut;
              kernels.add(y, at, sums, sum, y, at, groupOut);
            }
          }
        }
      }
    }
  }

  @Override
  public void close() {
    product.close();
  }
}
