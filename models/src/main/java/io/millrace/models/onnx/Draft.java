/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network between two rewriting passes. A pass visits the layers in evaluation order and appends
 * what shall replace each of them to the next draft; values that turn out equal are aliased, values
 * that nothing reads any more disappear in {@link #network()}.
 */
final class Draft {
  private final List<Value> values;
  private final List<Layer> layers = new ArrayList<>();
  private final int input;
  private final int output;
  private final int[] alias;
  private final int[] position;

  Draft(List<Value> values, List<Layer> layers, int input, int output) {
    this.values = values;
    this.input = input;
    this.output = output;
    this.alias = identity(values.size());
    this.position = new int[values.size()];
    Arrays.fill(position, -1);
    layers.forEach(this::append);
  }

  /** An empty draft over the same values, for the next pass. */
  Draft next() {
    return new Draft(values, List.of(), input, alias[output]);
  }

  List<Layer> layers() {
    return layers;
  }

  Value value(int id) {
    return values.get(id);
  }

  /** The layer that computes a value; null for the input and constants. */
  Layer producer(int id) {
    return position[id] < 0 ? null : layers.get(position[id]);
  }

  /** Appends a layer, its operands replaced by what they are equal to. */
  void append(Layer layer) {
    position[layer.output()] = layers.size();
    layers.add(layer);
  }

  /** The layer with operands that are still computed. */
  Layer resolved(Layer layer) {
    List<Integer> inputs = layer.inputs().stream().map(id -> alias[id]).toList();
    return inputs.equals(layer.inputs()) ? layer : with(layer, layer.op(), inputs);
  }

  /** Has all readers of a value read an equal one instead. */
  void alias(int id, int equal) {
    alias[id] = equal;
  }

  /** Puts an operation in the place of the producer, which then computes the other value. */
  void absorb(Layer producer, Op op, int result) {
    int at = position[producer.output()];
    layers.set(at, new Layer(producer.name(), producer.onnxOp(), op, producer.inputs(), result));
    position[result] = at;
    position[producer.output()] = -1;
  }

  static Layer with(Layer layer, Op op, List<Integer> inputs) {
    return new Layer(layer.name(), layer.onnxOp(), op, inputs, layer.output());
  }

  /** How often each value is read, the network's output once more. */
  int[] uses() {
    int[] uses = new int[values.size()];
    for (Layer layer : layers) {
      for (int id : layer.inputs()) {
        uses[id]++;
      }
    }
    uses[alias[output]]++;
    return uses;
  }

  /** Which values the output depends on. */
  private boolean[] live() {
    boolean[] live = new boolean[values.size()];
    live[alias[output]] = true;
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (live[layers.get(i).output()]) {
        layers.get(i).inputs().forEach(id -> live[id] = true);
      }
    }
    return live;
  }

  /** Forgets layers that the output does not depend on. */
  void prune() {
    boolean[] live = live();
    layers.removeIf(layer -> !live[layer.output()]);
    Arrays.fill(position, -1);
    for (int i = 0; i < layers.size(); i++) {
      position[layers.get(i).output()] = i;
    }
  }

  /** The network of what the output depends on, values renumbered. */
  Network network() {
    prune();
    boolean[] live = live();
    live[input] = true;
    int[] renumbered = new int[values.size()];
    List<Value> kept = new ArrayList<>();
    for (Value value : values) {
      if (live[value.id()]) {
        renumbered[value.id()] = kept.size();
        kept.add(new Value(kept.size(), value.name(), value.shape(), value.constant()));
      }
    }
    List<Layer> remaining = new ArrayList<>();
    for (Layer layer : layers) {
      List<Integer> inputs = layer.inputs().stream().map(id -> renumbered[id]).toList();
      remaining.add(
          new Layer(layer.name(), layer.onnxOp(), layer.op(), inputs, renumbered[layer.output()]));
    }
    return new Network(kept, remaining, renumbered[input], renumbered[alias[output]]);
  }

  private static int[] identity(int size) {
    int[] ids = new int[size];
    Arrays.setAll(ids, i -> i);
    return ids;
  }
}
