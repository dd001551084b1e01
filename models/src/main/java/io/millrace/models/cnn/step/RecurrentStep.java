/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Op.Recurrent.Cell;
import io.millrace.models.cnn.net.Op.Recurrent.Direction;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer. What the inputs contribute to the gates is one matrix product over all steps
 * of all samples; then every direction walks the steps with all samples side by side.
 */
final class RecurrentStep implements Step {
  private final Op.Recurrent op;
  private final Tensor from;
  private final Tensor to;
  private final Tensor projected;
  private final Conv1d projection;
  private final List<CellWalk> walks = new ArrayList<>();
  private final int time;
  private final int directions;

  RecurrentStep(Op.Recurrent op, Tensor from, Tensor to, Layouts layouts, Kernels kernels) {
    this.op = op;
    this.from = from;
    this.to = to;
    time = from.size() / op.features();
    directions = op.direction() == Direction.BIDIRECTIONAL ? 2 : 1;
    int gates = op.cell() == Cell.GRU ? 3 : 4;
    int width = gates * op.hidden();
    projected = layouts.scratch(time, directions * width);
    float[] bias = new float[directions * width];
    for (int d = 0; d < directions; d++) {
      for (int i = 0; i < width; i++) {
        // The candidate's recurrent bias of a GRU may lie behind the reset gate: the walk adds it.
        boolean candidate = op.cell() == Cell.GRU && i >= 2 * op.hidden();
        float recurrent = candidate ? 0 : op.bias()[d * 2 * width + width + i];
        bias[d * width + i] = op.bias()[d * 2 * width + i] + recurrent;
      }
      walks.add(
          op.cell() == Cell.GRU
              ? new GruWalk(op, d, layouts, kernels)
              : new LstmWalk(op, d, layouts, kernels));
    }
    projection =
        kernels.conv(
            new ConvSpec(
                op.inputWeight(),
                bias,
                op.features(),
                directions * width,
                1,
                1,
                1,
                1,
                Activation.NONE));
  }

  @Override
  public void run(Workspace workspace, int batch) {
    projection.apply(
        from.in(workspace),
        0,
        from.stride(),
        projected.in(workspace),
        0,
        projected.size(),
        projection.spec().outChannels(),
        batch,
        time);
    for (int d = 0; d < directions; d++) {
      walk(workspace, batch, d);
    }
  }

  private void walk(Workspace workspace, int batch, int direction) {
    CellWalk walk = walks.get(direction);
    boolean backwards = direction == 1 || op.direction() == Direction.REVERSE;
    int width = projected.size() / time;
    int gates = width / directions;
    walk.begin(workspace, batch);
    for (int n = 0; n < time; n++) {
      int t = backwards ? time - 1 - n : n;
      walk.step(workspace, batch, projected, t * width + direction * gates);
      if (op.output() == Op.Recurrent.Output.SEQUENCE) {
        copyOut(workspace, batch, walk.hidden(), (t * directions + direction) * op.hidden());
      }
    }
    switch (op.output()) {
      case SEQUENCE -> {}
      case LAST_HIDDEN -> copyOut(workspace, batch, walk.hidden(), direction * op.hidden());
      case LAST_CELL -> copyOut(workspace, batch, walk.cell(), direction * op.hidden());
    }
  }

  private void copyOut(Workspace workspace, int batch, Tensor state, int offset) {
    float[] x = state.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      System.arraycopy(x, b * op.hidden(), y, b * to.size() + offset, op.hidden());
    }
  }

  @Override
  public void close() {
    projection.close();
    walks.forEach(CellWalk::close);
  }
}
