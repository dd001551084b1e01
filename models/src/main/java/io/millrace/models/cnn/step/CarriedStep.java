/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.step.RowSteps.Operand;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.util.Arrays;

/**
 * A GRU or LSTM that continues from its last output row, gates in ONNX order. Input products of all
 * rows are computed at once; then row by row the recurrent product and the gates.
 */
final class CarriedStep implements RowStep {
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0, 0);
  private static final Activation TANH = new Activation(Activation.Kind.TANH, 0, 0);

  private final Op.Recurrent op;
  private final Operand in;
  private final RowBuffer out;
  private final Span fresh;
  private final Kernels kernels;
  private final int hidden;
  private final int gateFloats;
  private final Conv1d inputProduct;
  private final Conv1d recurrentProduct;
  private final Conv1d candidateProduct;

  CarriedStep(Op.Recurrent op, Operand in, RowBuffer out, Span fresh, Kernels kernels) {
    this.op = op;
    this.in = in;
    this.out = out;
    this.fresh = fresh;
    this.kernels = kernels;
    this.hidden = op.hidden();
    boolean gru = op.cell() == Op.Recurrent.Cell.GRU;
    this.gateFloats = (gru ? 3 : 4) * hidden;
    float[] recurrentBias = Arrays.copyOfRange(op.bias(), gateFloats, 2 * gateFloats);
    this.inputProduct =
        kernels.conv(dense(op.inputWeight(), Arrays.copyOf(op.bias(), gateFloats), op.features()));
    // Where the reset gate comes first, the candidate's product waits for it.
    boolean split = gru && !op.linearBeforeReset();
    int together = split ? 2 * hidden : gateFloats;
    this.recurrentProduct =
        kernels.conv(
            dense(
                Arrays.copyOf(op.recurrentWeight(), together * hidden),
                Arrays.copyOf(recurrentBias, together),
                hidden));
    this.candidateProduct =
        split
            ? kernels.conv(
                dense(
                    Arrays.copyOfRange(
                        op.recurrentWeight(), together * hidden, gateFloats * hidden),
                    Arrays.copyOfRange(recurrentBias, together, gateFloats),
                    hidden))
            : null;
  }

  private static ConvSpec dense(float[] weight, float[] bias, int inputs) {
    return new ConvSpec(weight, bias, inputs, bias.length, 1, 1, 1, 1, Activation.NONE);
  }

  @Override
  public int scratchFloats() {
    return (fresh.count() + 1) * gateFloats + hidden;
  }

  @Override
  public void run(float[][] slots, int batch) {
    float[] scratch = slots[slots.length - 1];
    float[] target = slots[out.slot()];
    int stride = scratchFloats();
    int products = fresh.count() * gateFloats;
    inputProduct.apply(
        slots[in.buffer().slot()],
        in.offset(fresh.from()),
        in.buffer().batchStride(),
        scratch,
        0,
        stride,
        gateFloats,
        batch,
        fresh.count());
    for (int row = fresh.from(); row < fresh.to(); row++) {
      int before = out.offset(row - 1);
      int width = recurrentProduct.spec().outChannels();
      recurrentProduct.apply(
          target, before, out.batchStride(), scratch, products, stride, width, batch, 1);
      int inputs = (row - fresh.from()) * gateFloats;
      if (op.cell() == Op.Recurrent.Cell.LSTM) {
        for (int b = 0; b < batch; b++) {
          int at = b * stride;
          lstm(scratch, at + inputs, at + products, target, b * out.batchStride() + before);
        }
      } else {
        gru(scratch, inputs, products, target, before, batch);
      }
    }
  }

  private void gru(
      float[] scratch, int inputs, int products, float[] target, int before, int batch) {
    int stride = scratchFloats();
    int gated = products + gateFloats;
    for (int b = 0; b < batch; b++) {
      int x = b * stride + inputs;
      kernels.add(scratch, x, scratch, b * stride + products, scratch, x, 2 * hidden);
      kernels.activate(SIGMOID, scratch, x, 2 * hidden);
      if (candidateProduct != null) {
        int state = b * out.batchStride() + before;
        kernels.multiply(scratch, x + hidden, target, state, scratch, b * stride + gated, hidden);
      }
    }
    if (candidateProduct != null) {
      candidateProduct.apply(
          scratch, gated, stride, scratch, products + 2 * hidden, stride, hidden, batch, 1);
    }
    for (int b = 0; b < batch; b++) {
      int at = b * stride;
      candidate(scratch, at + inputs, at + products, target, b * out.batchStride() + before);
    }
  }

  /** The candidate and the new hidden state; z and r lie where their input products lay. */
  private void candidate(float[] scratch, int x, int h, float[] target, int state) {
    int n = x + 2 * hidden;
    int hn = h + 2 * hidden;
    for (int i = 0; i < hidden; i++) {
      float reset = candidateProduct == null ? scratch[x + hidden + i] : 1;
      scratch[n + i] += reset * scratch[hn + i];
    }
    kernels.activate(TANH, scratch, n, hidden);
    int next = state + out.width();
    for (int i = 0; i < hidden; i++) {
      float z = scratch[x + i];
      target[next + i] = (1 - z) * scratch[n + i] + z * target[state + i];
    }
  }

  /** Gates i, o, f and the candidate; a row is the hidden state, then the cell. */
  private void lstm(float[] scratch, int x, int h, float[] target, int state) {
    kernels.add(scratch, x, scratch, h, scratch, x, gateFloats);
    kernels.activate(SIGMOID, scratch, x, 3 * hidden);
    kernels.activate(TANH, scratch, x + 3 * hidden, hidden);
    int next = state + out.width();
    for (int i = 0; i < hidden; i++) {
      float cell =
          scratch[x + 2 * hidden + i] * target[state + hidden + i]
              + scratch[x + i] * scratch[x + 3 * hidden + i];
      target[next + hidden + i] = cell;
      target[next + i] = cell;
    }
    kernels.activate(TANH, target, next, hidden);
    kernels.multiply(target, next, scratch, x + hidden, target, next, hidden);
  }

  @Override
  public void close() {
    inputProduct.close();
    recurrentProduct.close();
    if (candidateProduct != null) {
      candidateProduct.close();
    }
  }
}
