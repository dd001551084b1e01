/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns forward recurrent layers over streamed sequences into layers that give all their states, so
 * that the last of them can be carried to the next hop. Others, and those with an initial state
 * other than zero, stay as they are.
 */
final class CarriedState {
  private final List<Value> values;
  private final List<Layer> layers = new ArrayList<>();

  private CarriedState(Network network) {
    this.values = new ArrayList<>(network.values());
  }

  static Network rewrite(Network network) {
    RowTranslation rows = RowTranslation.of(network, Set.of());
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (layer.op() instanceof Op.Recurrent op && carries(op)) {
        Sequence in = rows.sequence(layer.input(0));
        if (in != null && in.axis() == 0) {
          // Later recurrent layers may read this one's sequence: translate anew.
          return rewrite(new CarriedState(network).replace(network, i, op));
        }
      }
    }
    return network;
  }

  private static boolean carries(Op.Recurrent op) {
    return op.direction() == Op.Recurrent.Direction.FORWARD
        && (op.output() == Op.Recurrent.Output.SEQUENCE
            || op.output() == Op.Recurrent.Output.LAST_HIDDEN)
        && allZero(op.initialHidden())
        && allZero(op.initialCell());
  }

  private static boolean allZero(float[] floats) {
    for (float value : floats) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private Network replace(Network network, int index, Op.Recurrent op) {
    layers.addAll(network.layers().subList(0, index));
    Layer layer = network.layers().get(index);
    int steps = network.value(layer.input(0)).shape()[0];
    boolean lstm = op.cell() == Op.Recurrent.Cell.LSTM;
    boolean last = op.output() == Op.Recurrent.Output.LAST_HIDDEN;
    int width = lstm ? 2 * op.hidden() : op.hidden();
    int states = lstm || last ? newValue(layer, steps, width) : layer.output();
    layers.add(layer(layer, new Op.Carried(op), layer.input(0), states));
    int hidden = states;
    if (lstm) {
      hidden = last ? newValue(layer, steps, op.hidden()) : layer.output();
      layers.add(layer(layer, new Op.Slice(3, 0, 1), states, hidden));
    }
    if (last) {
      int newest = newValue(layer, 1, op.hidden());
      layers.add(layer(layer, new Op.Slice(0, steps - 1, 1), hidden, newest));
      layers.add(layer(layer, new Op.Reshape(), newest, layer.output()));
    }
    layers.addAll(network.layers().subList(index + 1, network.layers().size()));
    return new Network(values, layers, network.input(), network.output());
  }

  private int newValue(Layer layer, int steps, int width) {
    values.add(
        new Value(values.size(), layer.name() + "/states", new int[] {steps, 1, 1, width}, null));
    return values.size() - 1;
  }

  private static Layer layer(Layer source, Op op, int input, int output) {
    return new Layer(source.name(), source.onnxOp(), op, List.of(input), output);
  }
}
