/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One node being turned into layers or constants: its operands, checked as they are asked for. */
final class Translation {
  private final Node node;
  private final List<Operand> operands;
  private final Emitter emit;
  private final TensorMath math;
  private final TensorLayout layout;
  private final TensorReader reader;

  Translation(
      Node node,
      List<Operand> operands,
      GraphBuilder graph,
      TensorMath math,
      TensorLayout layout,
      TensorReader reader) {
    this.node = node;
    this.operands = new ArrayList<>(operands);
    this.emit = new Emitter(node, graph, math, layout);
    this.math = math;
    this.layout = layout;
    this.reader = reader;
  }

  Node node() {
    return node;
  }

  Emitter emit() {
    return emit;
  }

  TensorMath math() {
    return math;
  }

  TensorLayout layout() {
    return layout;
  }

  TensorReader reader() {
    return reader;
  }

  int operands() {
    return operands.size();
  }

  boolean has(int index) {
    return index < operands.size() && operands.get(index) != null;
  }

  Operand operand(int index) {
    if (!has(index)) {
      throw node.broken("has no operand " + index);
    }
    return operands.get(index);
  }

  /** All operands, none left out. */
  List<Operand> all() {
    List<Operand> present = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      present.add(operand(i));
    }
    if (present.isEmpty()) {
      throw node.broken("has no operands");
    }
    return present;
  }

  /** An operand that depends on the signal and is computed in floats. */
  Data signal(int index) {
    if (!(operand(index) instanceof Data data)) {
      throw node.unsupported(
          "is applied to a constant: fold constants when exporting, for instance with onnxsim");
    }
    if (data.integer()) {
      throw node.unsupported("is applied to integers computed from the signal");
    }
    return data;
  }

  /** A constant operand; {@code what} names it in the message. */
  Tensor constant(int index, String what) {
    if (operand(index) instanceof Tensor tensor) {
      return tensor;
    }
    throw node.unsupported(
        "takes its " + what + " from the signal: only constants can be streamed there");
  }

  /** The elements of a constant of floats. */
  float[] floats(int index, String what) {
    Tensor tensor = constant(index, what);
    if (tensor.integer()) {
      throw node.broken("has integers as " + what);
    }
    return tensor.floats();
  }

  /** So many floats. */
  float[] floats(int index, String what, int count) {
    float[] values = floats(index, what);
    if (values.length != count) {
      throw node.broken("has " + values.length + " values as " + what + ", not " + count);
    }
    return values;
  }

  /** The elements of a constant of integers. */
  long[] longs(int index, String what) {
    Tensor tensor = constant(index, what);
    if (!tensor.integer()) {
      throw node.broken("has floats as " + what);
    }
    return tensor.longs();
  }

  /** A single integer or float. */
  float number(int index, String what) {
    Tensor tensor = constant(index, what);
    if (tensor.size() != 1) {
      throw node.broken("has " + tensor.size() + " values as " + what + ", not one");
    }
    return tensor.number(0);
  }

  /** Integers from an operand where there is one, else from an attribute; null where neither. */
  long[] longs(int index, String attribute, String what) {
    return has(index) ? longs(index, what) : node.integers(attribute);
  }

  /** A non-negative axis. */
  int axis(long axis, int rank) {
    long result = axis < 0 ? axis + rank : axis;
    if (result < 0 || result >= rank) {
      throw node.broken("names axis " + axis + " of a tensor with " + rank + " axes");
    }
    return (int) result;
  }

  /** Non-negative axes in rising order. */
  int[] axes(long[] axes, int rank) {
    int[] result = Arrays.stream(axes).mapToInt(axis -> axis(axis, rank)).sorted().toArray();
    for (int i = 1; i < result.length; i++) {
      if (result[i] == result[i - 1]) {
        throw node.broken("names axis " + result[i] + " twice");
      }
    }
    return result;
  }

  /** An int that must lie in a range. */
  int bounded(long value, long least, long most, String what) {
    if (value < least || value > most) {
      throw node.broken("has " + what + " " + value + ", not in " + least + " to " + most);
    }
    return (int) value;
  }

  /** Lengths of axes from integers of the file. */
  int[] shape(long[] lengths, String what) {
    if (lengths.length > Emitter.MOST_AXES) {
      throw node.tooLarge("has " + lengths.length + " axes as " + what);
    }
    return Arrays.stream(lengths)
        .mapToInt(length -> bounded(length, 0, Integer.MAX_VALUE, what))
        .toArray();
  }
}
