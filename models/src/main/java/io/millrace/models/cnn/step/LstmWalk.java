/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.Kernels;

/**
 * A long short-term memory as ONNX defines it: i, o, f = σ(W x + R h), c' = f c + i tanh(Wc x + Rc
 * h), h' = o tanh(c').
 */
final class LstmWalk implements CellWalk {
  private final Op.Recurrent op;
  private final int direction;
  private final int size;
  private final Tensor hidden;
  private final Tensor cell;
  private final Tensor gates;
  private final Conv1d product;
  private final Kernels kernels;

  LstmWalk(Op.Recurrent op, int direction, Layouts layouts, Kernels kernels) {
    this.op = op;
    this.direction = direction;
    this.kernels = kernels;
    size = op.hidden();
    hidden = layouts.scratch(size);
    cell = layouts.scratch(size);
    gates = layouts.scratch(4 * size);
    product =
        CellWalk.dense(
            op.recurrentWeight(),
            direction,
            4 * size,
            0,
            4 * size,
            new float[4 * size],
            size,
            kernels);
  }

  @Override
  public void begin(Workspace workspace, int batch) {
    CellWalk.fill(hidden.in(workspace), op.initialHidden(), direction, size, batch);
    CellWalk.fill(cell.in(workspace), op.initialCell(), direction, size, batch);
  }

  @Override
  public void step(Workspace workspace, int batch, Tensor projected, int offset) {
    float[] h = hidden.in(workspace);
    float[] c = cell.in(workspace);
    float[] g = gates.in(workspace);
    float[] p = projected.in(workspace);
    int width = gates.size();
    product.apply(h, 0, size, g, 0, width, width, batch, 1);
    for (int b = 0; b < batch; b++) {
      int at = b * width;
      kernels.add(g, at, p, b * projected.size() + offset, g, at, width);
      kernels.activate(SIGMOID, g, at, 3 * size);
      kernels.activate(TANH, g, at + 3 * size, size);
      remember(g, at, c, b * size);
    }
    System.arraycopy(c, 0, h, 0, batch * size);
    kernels.activate(TANH, h, 0, batch * size);
    for (int b = 0; b < batch; b++) {
      kernels.multiply(h, b * size, g, b * width + size, h, b * size, size);
    }
  }

  private void remember(float[] g, int at, float[] c, int cellAt) {
    for (int i = 0; i < size; i++) {
      float kept = g[at + 2 * size + i] * c[cellAt + i];
      c[cellAt + i] = kept + g[at + i] * g[at + 3 * size + i];
    }
  }

  @Override
  public Tensor hidden() {
    return hidden;
  }

  @Override
  public Tensor cell() {
    return cell;
  }

  @Override
  public void close() {
    product.close();
  }
}
