/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.Kernels;
import java.util.Arrays;

/**
 * A gated recurrent unit as ONNX defines it: z = σ(Wz x + Rz h), r = σ(Wr x + Rr h), candidate c =
 * tanh(Wc x + r (Rc h + b)) where linearBeforeReset, else tanh(Wc x + Rc (r h) + b); h' = (1 - z) c
 * + z h.
 */
final class GruWalk implements CellWalk {
  private final Op.Recurrent op;
  private final int direction;
  private final int size;
  private final Tensor hidden;

  /** Per sample z, r and the recurrent part of the candidate. */
  private final Tensor gates;

  private final Tensor reset;
  private final Tensor candidates;
  private final Conv1d gateProduct;
  private final Conv1d candidateProduct;
  private final Kernels kernels;

  GruWalk(Op.Recurrent op, int direction, Layouts layouts, Kernels kernels) {
    this.op = op;
    this.direction = direction;
    this.kernels = kernels;
    size = op.hidden();
    hidden = layouts.scratch(size);
    gates = layouts.scratch(3 * size);
    reset = layouts.scratch(size);
    candidates = layouts.scratch(size);
    int biasEnd = (direction + 1) * 6 * size;
    float[] candidateBias = Arrays.copyOfRange(op.bias(), biasEnd - size, biasEnd);
    boolean together = op.linearBeforeReset();
    float[] gateBias = new float[(together ? 3 : 2) * size];
    if (together) {
      System.arraycopy(candidateBias, 0, gateBias, 2 * size, size);
    }
    float[] weights = op.recurrentWeight();
    gateProduct =
        CellWalk.dense(weights, direction, 3 * size, 0, gateBias.length, gateBias, size, kernels);
    candidateProduct =
        together
            ? null
            : CellWalk.dense(
                weights, direction, 3 * size, 2 * size, 3 * size, candidateBias, size, kernels);
  }

  @Override
  public void begin(Workspace workspace, int batch) {
    CellWalk.fill(hidden.in(workspace), op.initialHidden(), direction, size, batch);
  }

  @Override
  public void step(Workspace workspace, int batch, Tensor projected, int offset) {
    float[] h = hidden.in(workspace);
    float[] g = gates.in(workspace);
    float[] c = candidates.in(workspace);
    float[] p = projected.in(workspace);
    int width = gateProduct.spec().outChannels();
    gateProduct.apply(h, 0, size, g, 0, gates.size(), width, batch, 1);
    for (int b = 0; b < batch; b++) {
      int at = b * gates.size();
      kernels.add(g, at, p, b * projected.size() + offset, g, at, 2 * size);
      kernels.activate(SIGMOID, g, at, 2 * size);
    }
    if (candidateProduct != null) {
      float[] r = reset.in(workspace);
      for (int b = 0; b < batch; b++) {
        kernels.multiply(g, b * gates.size() + size, h, b * size, r, b * size, size);
      }
      candidateProduct.apply(r, 0, size, c, 0, size, size, batch, 1);
    } else {
      for (int b = 0; b < batch; b++) {
        int at = b * gates.size();
        kernels.multiply(g, at + size, g, at + 2 * size, c, b * size, size);
      }
    }
    for (int b = 0; b < batch; b++) {
      int input = b * projected.size() + offset + 2 * size;
      kernels.add(c, b * size, p, input, c, b * size, size);
    }
    kernels.activate(TANH, c, 0, batch * size);
    for (int b = 0; b < batch; b++) {
      blend(g, b * gates.size(), c, h, b * size);
    }
  }

  private void blend(float[] g, int update, float[] c, float[] h, int at) {
    for (int i = 0; i < size; i++) {
      float z = g[update + i];
      h[at + i] = (1 - z) * c[at + i] + z * h[at + i];
    }
  }

  @Override
  public Tensor hidden() {
    return hidden;
  }

  @Override
  public Tensor cell() {
    throw new IllegalStateException("a GRU has no cell state");
  }

  @Override
  public void close() {
    gateProduct.close();
    if (candidateProduct != null) {
      candidateProduct.close();
    }
  }
}
