/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/** The network under construction: values and layers in evaluation order. */
final class GraphBuilder {
  /** No operator of the specification needs more layers than this. */
  private static final int LAYERS_PER_NODE = 16;

  private final Limits limits;
  private final Budget budget;
  private final List<Value> values = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final IdentityHashMap<float[], Integer> constants = new IdentityHashMap<>();

  GraphBuilder(Limits limits, Budget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  /** The signal itself, value 0. */
  Data input(String name, int channels, int window) {
    int[] shape = {1, channels, window};
    checkSize("input " + ModelImportException.quote(name), shape);
    values.add(new Value(0, name, shape, null));
    return new Data(0, shape, false);
  }

  /** Appends a layer of the node and returns what it computes. */
  Data add(Node node, Op op, int[] shape, boolean integer, List<Operand> inputs) {
    checkSize(node.describe(), shape);
    if (layers.size() >= (long) limits.nodes() * LAYERS_PER_NODE) {
      throw node.tooLarge(
          "is layer " + layers.size() + ": raise the limit nodes, now " + limits.nodes());
    }
    List<Integer> ids = new ArrayList<>(inputs.size());
    for (Operand operand : inputs) {
      ids.add(operand instanceof Data data ? data.id() : constant(node, (Tensor) operand));
    }
    int id = values.size();
    values.add(new Value(id, node.output(0), shape, null));
    layers.add(new Layer(node.name(), node.op(), op, ids, id));
    return new Data(id, shape, integer);
  }

  private int constant(Node node, Tensor tensor) {
    float[] elements = floats(node, tensor);
    Integer known = constants.get(elements);
    if (known != null && Arrays.equals(values.get(known).shape(), tensor.shape())) {
      return known;
    }
    int id = values.size();
    values.add(new Value(id, node.output(0) + " constant", tensor.shape(), elements));
    constants.put(elements, id);
    return id;
  }

  /** The elements as floats; integers must be exact in them. */
  float[] floats(Node node, Tensor tensor) {
    if (!tensor.integer()) {
      return tensor.floats();
    }
    budget.floats(tensor.size());
    float[] elements = new float[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = tensor.number(i);
      if ((long) elements[i] != tensor.longs()[i]) {
        throw node.unsupported(
            "computes with the integer " + tensor.longs()[i] + ", which no float equals");
      }
    }
    return elements;
  }

  private void checkSize(String what, int[] shape) {
    if (shape.length > limits.rank()) {
      throw ModelImportException.tooLarge(
          what + " has " + shape.length + " axes, the limit rank is " + limits.rank());
    }
    long size = Shapes.size(shape);
    if (size == 0) {
      throw ModelImportException.broken(
          what + " has shape " + Shapes.text(shape) + ", so no elements: is the window too short?");
    }
    if (size < 0 || size > limits.activationElements()) {
      throw ModelImportException.tooLarge(
          what
              + " has shape "
              + Shapes.text(shape)
              + ", the limit activationElements is "
              + limits.activationElements());
    }
  }

  /** Whether the first axis of every computed value is still the batch of one. */
  boolean batchFirst() {
    return values.stream()
        .filter(value -> !value.isConstant())
        .allMatch(value -> value.rank() > 0 && value.shape()[0] == 1);
  }

  Draft draft(int output) {
    return new Draft(values, layers, 0, output);
  }
}
