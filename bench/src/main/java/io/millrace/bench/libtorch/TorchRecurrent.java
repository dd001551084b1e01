/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.millrace.models.cnn.net.Op;

/** GRU and LSTM in libtorch, whose gates stand in another order than in ONNX. */
final class TorchRecurrent {
  /** For each gate of libtorch (reset, update, new), its place in ONNX (update, reset, new). */
  private static final int[] GRU_GATES = {1, 0, 2};

  /** For each gate of libtorch (input, forget, cell, output), its place in ONNX (i, o, f, c). */
  private static final int[] LSTM_GATES = {0, 2, 3, 1};

  private final Op.Recurrent op;
  private final NDList parameters;
  private final NDArray hidden;
  private final NDArray cell;

  private TorchRecurrent(Op.Recurrent op, NDManager weights) {
    this.op = op;
    boolean gru = op.cell() == Op.Recurrent.Cell.GRU;
    int[] gates = gru ? GRU_GATES : LSTM_GATES;
    int rows = gates.length * op.hidden();
    this.parameters =
        new NDList(
            weights.create(
                reorder(op.inputWeight(), 0, op.hidden() * op.features(), gates),
                new Shape(rows, op.features())),
            weights.create(
                reorder(op.recurrentWeight(), 0, op.hidden() * op.hidden(), gates),
                new Shape(rows, op.hidden())),
            weights.create(reorder(op.bias(), 0, op.hidden(), gates)),
            weights.create(reorder(op.bias(), rows, op.hidden(), gates)));
    this.hidden = weights.create(op.initialHidden(), new Shape(1, 1, op.hidden()));
    this.cell = gru ? null : weights.create(op.initialCell(), new Shape(1, 1, op.hidden()));
  }

  /**
   * Null where libtorch has no such form.
   *
   * @param output the result's shape for a batch of one
   */
  static TorchOp of(Op.Recurrent op, Shape output, NDManager weights) {
    boolean same = op.cell() == Op.Recurrent.Cell.LSTM || op.linearBeforeReset();
    if (op.direction() != Op.Recurrent.Direction.FORWARD || !same) {
      return null;
    }
    TorchRecurrent recurrent = new TorchRecurrent(op, weights);
    return (inputs, batch) -> recurrent.run(inputs[0], batch).reshape(widened(output, batch));
  }

  /** From (batch, time, 1, features). */
  private NDArray run(NDArray x, int batch) {
    NDManager call = x.getManager();
    NDArray rows = x.reshape(batch, x.getShape().get(1), op.features());
    NDArray start = spread(hidden, batch, call);
    NDList results =
        op.cell() == Op.Recurrent.Cell.GRU
            ? x.getNDArrayInternal().gru(rows, start, parameters, true, 1, 0, false, false, true)
            : x.getNDArrayInternal()
                .lstm(
                    rows,
                    new NDList(start, spread(cell, batch, call)),
                    parameters,
                    true,
                    1,
                    0,
                    false,
                    false,
                    true);
    return switch (op.output()) {
      case SEQUENCE -> results.get(0);
      case LAST_HIDDEN -> results.get(1);
      case LAST_CELL -> results.get(2);
    };
  }

  private static Shape widened(Shape one, int batch) {
    long[] shape = one.getShape().clone();
    shape[0] = batch;
    return new Shape(shape);
  }

  private static NDArray spread(NDArray state, int batch, NDManager call) {
    NDArray wide = state.broadcast(1, batch, state.getShape().get(2));
    wide.attach(call);
    return wide;
  }

  private static float[] reorder(float[] values, int from, int block, int[] gates) {
    float[] ordered = new float[gates.length * block];
    for (int gate = 0; gate < gates.length; gate++) {
      System.arraycopy(values, from + gates[gate] * block, ordered, gate * block, block);
    }
    return ordered;
  }
}
