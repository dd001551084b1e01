/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op.Recurrent;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** GRU and LSTM with default activations and constant initial states. */
final class RecurrentMapping {
  private static final int SEQUENCE_LENGTHS = 4;
  private static final int INITIAL_HIDDEN = 5;
  private static final int INITIAL_CELL = 6;
  private static final int PEEPHOLES = 7;

  private RecurrentMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("GRU", t -> map(t, Recurrent.Cell.GRU));
    table.put("LSTM", t -> map(t, Recurrent.Cell.LSTM));
  }

  private static List<Operand> map(Translation t, Recurrent.Cell cell) {
    Node node = t.node();
    Data x = t.signal(0);
    if (x.rank() != 3) {
      throw node.broken(
          "is given shape " + Shapes.text(x.shape()) + ", not (time, batch, features)");
    }
    boolean batchFirst = node.integer("layout", 0) == 1;
    int batch = x.shape()[batchFirst ? 0 : 1];
    int time = x.shape()[batchFirst ? 1 : 0];
    if (batch != 1) {
      throw node.unsupported(
          "runs over axis of length "
              + time
              + " with a batch of "
              + batch
              + ": its time and batch axes seem exchanged");
    }
    Recurrent.Direction direction = direction(node);
    int directions = direction == Recurrent.Direction.BIDIRECTIONAL ? 2 : 1;
    checkDefaults(t, cell, directions, time);
    int features = x.shape()[2];
    int gates = cell == Recurrent.Cell.GRU ? 3 : 4;
    Tensor recurrent = t.constant(2, "recurrent weights");
    if (recurrent.rank() != 3) {
      throw node.broken("has recurrent weights " + Shapes.text(recurrent.shape()));
    }
    int hidden = recurrent.shape()[2];
    if (node.integer("hidden_size", hidden) != hidden || hidden == 0) {
      throw node.broken("has hidden_size " + node.integer("hidden_size", hidden));
    }
    float[] inputWeights = weights(t, 1, "weights", directions, gates * (long) hidden, features);
    float[] recurrentWeights =
        weights(t, 2, "recurrent weights", directions, gates * (long) hidden, hidden);
    int biases = directions * 2 * gates * hidden;
    float[] bias = t.has(3) ? t.floats(3, "bias", biases) : new float[biases];
    float[] state = initial(t, INITIAL_HIDDEN, directions * hidden);
    float[] cellState =
        cell == Recurrent.Cell.LSTM ? initial(t, INITIAL_CELL, directions * hidden) : new float[0];
    Operand sequence = t.emit().reshape(x, new int[] {time, 1, features});
    List<Operand> results = new ArrayList<>();
    for (Recurrent.Output output : outputs(cell)) {
      boolean wanted = !node.output(results.size()).isEmpty();
      Recurrent op =
          new Recurrent(
              cell,
              direction,
              output,
              features,
              hidden,
              inputWeights,
              recurrentWeights,
              bias,
              state,
              cellState,
              node.flag("linear_before_reset", false));
      results.add(wanted ? output(t, op, sequence, time, directions, batchFirst) : x);
    }
    return results;
  }

  private static Operand output(
      Translation t, Recurrent op, Operand x, int time, int directions, boolean batchFirst) {
    if (op.output() != Recurrent.Output.SEQUENCE) {
      Operand last = t.emit().layer(op, new int[] {directions, 1, op.hidden()}, x);
      return batchFirst ? t.emit().reshape(last, new int[] {1, directions, op.hidden()}) : last;
    }
    Operand all = t.emit().layer(op, new int[] {time, directions, 1, op.hidden()}, x);
    return batchFirst ? t.emit().reshape(all, new int[] {1, time, directions, op.hidden()}) : all;
  }

  /** In the order of the node's outputs. */
  private static List<Recurrent.Output> outputs(Recurrent.Cell cell) {
    return cell == Recurrent.Cell.GRU
        ? List.of(Recurrent.Output.SEQUENCE, Recurrent.Output.LAST_HIDDEN)
        : List.of(
            Recurrent.Output.SEQUENCE, Recurrent.Output.LAST_HIDDEN, Recurrent.Output.LAST_CELL);
  }

  private static Recurrent.Direction direction(Node node) {
    String direction = node.text("direction", "forward");
    return switch (direction) {
      case "forward" -> Recurrent.Direction.FORWARD;
      case "reverse" -> Recurrent.Direction.REVERSE;
      case "bidirectional" -> Recurrent.Direction.BIDIRECTIONAL;
      default ->
          throw node.broken("has direction " + ModelImportException.quote(direction) + ", unknown");
    };
  }

  private static void checkDefaults(Translation t, Recurrent.Cell cell, int directions, int time) {
    Node node = t.node();
    List<String> usual =
        cell == Recurrent.Cell.GRU
            ? List.of("sigmoid", "tanh")
            : List.of("sigmoid", "tanh", "tanh");
    String[] activations = node.texts("activations");
    if (activations != null) {
      List<String> given =
          Arrays.stream(activations).map(name -> name.toLowerCase(Locale.ROOT)).toList();
      for (int i = 0; i < given.size(); i++) {
        if (given.size() != directions * usual.size()
            || !given.get(i).equals(usual.get(i % usual.size()))) {
          throw node.unsupported("has other activations than sigmoid and tanh");
        }
      }
    }
    if (node.has("clip")) {
      throw node.unsupported("clips its gates");
    }
    if (node.flag("input_forget", false)) {
      throw node.unsupported("couples input and forget gates");
    }
    if (cell == Recurrent.Cell.LSTM && t.has(PEEPHOLES)) {
      throw node.unsupported("has peephole connections");
    }
    if (t.has(SEQUENCE_LENGTHS)) {
      long[] lengths = t.longs(SEQUENCE_LENGTHS, "sequence_lens");
      if (lengths.length != 1 || lengths[0] != time) {
        throw node.unsupported("runs over a part of the sequence only");
      }
    }
  }

  private static float[] weights(
      Translation t, int index, String what, int directions, long rows, int columns) {
    Tensor weights = t.constant(index, what);
    int[] shape = weights.shape();
    if (weights.integer()
        || shape.length != 3
        || shape[0] != directions
        || shape[1] != rows
        || shape[2] != columns) {
      throw t.node()
          .broken(
              "has "
                  + what
                  + " "
                  + Shapes.text(shape)
                  + ", not ["
                  + directions
                  + ", "
                  + rows
                  + ", "
                  + columns
                  + "]");
    }
    return weights.floats();
  }

  private static float[] initial(Translation t, int index, int count) {
    return t.has(index) ? t.floats(index, "initial state", count) : new float[count];
  }
}
