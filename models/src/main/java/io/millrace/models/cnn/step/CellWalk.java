/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.util.Arrays;

/** One direction of a recurrent layer, step by step. */
interface CellWalk extends AutoCloseable {
  Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0, 0);
  Activation TANH = new Activation(Activation.Kind.TANH, 0, 0);

  /** Puts the initial states of all samples in place. */
  void begin(Workspace workspace, int batch);

  /**
   * Takes one step with all samples.
   *
   * @param projected what the inputs contribute to the gates
   * @param offset where this step's and direction's gates begin in a sample
   */
  void step(Workspace workspace, int batch, Tensor projected, int offset);

  /** The hidden state. */
  Tensor hidden();

  /** The cell state. */
  Tensor cell();

  @Override
  void close();

  /** Rows [fromRow, toRow) of a direction's recurrent weights as a dense layer. */
  static Conv1d dense(
      float[] weights,
      int direction,
      int allRows,
      int fromRow,
      int toRow,
      float[] bias,
      int hidden,
      Kernels kernels) {
    int start = (direction * allRows + fromRow) * hidden;
    float[] part = Arrays.copyOfRange(weights, start, start + (toRow - fromRow) * hidden);
    return kernels.conv(
        new ConvSpec(part, bias, hidden, toRow - fromRow, 1, 1, 1, 1, Activation.NONE));
  }

  /** Fills every sample with the same initial state. */
  static void fill(float[] state, float[] initial, int direction, int hidden, int batch) {
    for (int b = 0; b < batch; b++) {
      System.arraycopy(initial, direction * hidden, state, b * hidden, hidden);
    }
  }
}
