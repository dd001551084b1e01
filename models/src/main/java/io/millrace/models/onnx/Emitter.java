/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The primitives that mappings are written in. On constants they compute, on values that depend on
 * the signal they append a layer; what would change nothing gives its operand back.
 */
final class Emitter {
  /** Index lists are boxed in the graph. */
  static final int MOST_INDICES = 1 << 20;

  /** More than any operator needs; bounds the work on constants, whose axes no limit counts. */
  static final int MOST_AXES = 64;

  private final Node node;
  private final GraphBuilder graph;
  private final TensorMath math;
  private final TensorLayout layout;

  Emitter(Node node, GraphBuilder graph, TensorMath math, TensorLayout layout) {
    this.node = node;
    this.graph = graph;
    this.math = math;
    this.layout = layout;
  }

  /** A layer with operands that are not all constant. */
  Data layer(Op op, int[] shape, Operand... inputs) {
    boolean integer = Arrays.stream(inputs).allMatch(Operand::integer);
    return graph.add(node, op, shape, integer, List.of(inputs));
  }

  Operand reshape(Operand x, int[] shape) {
    if (shape.length > MOST_AXES) {
      throw node.tooLarge("makes " + shape.length + " axes");
    }
    if (Shapes.size(shape) != Shapes.size(x.shape())) {
      throw node.broken("turns shape " + Shapes.text(x.shape()) + " into " + Shapes.text(shape));
    }
    if (Arrays.equals(shape, x.shape())) {
      return x;
    }
    return x instanceof Tensor constant
        ? constant.reshaped(shape)
        : layer(new Op.Reshape(), shape, x);
  }

  Operand transpose(Operand x, int[] perm) {
    if (IntStream.range(0, perm.length).allMatch(i -> perm[i] == i)) {
      return x;
    }
    if (x instanceof Tensor constant) {
      return layout.transpose(constant, perm);
    }
    int[] shape = Arrays.stream(perm).map(axis -> x.shape()[axis]).toArray();
    return layer(new Op.Transpose(boxed(perm)), shape, x);
  }

  /** Elements start, start + step, ..., count of them. */
  Operand slice(Operand x, int axis, int start, int step, int count) {
    if (start == 0 && step == 1 && count == x.shape()[axis]) {
      return x;
    }
    if (x instanceof Tensor constant) {
      return layout.slice(constant, axis, start, step, count);
    }
    return layer(new Op.Slice(axis, start, step), Shapes.with(x.shape(), axis, count), x);
  }

  /** Elements at indices that lie in the axis. */
  Operand gather(Operand x, int axis, int[] indices) {
    if (x instanceof Tensor constant) {
      return layout.gather(constant, axis, indices);
    }
    if (indices.length > MOST_INDICES) {
      throw node.tooLarge("selects " + indices.length + " elements, at most " + MOST_INDICES);
    }
    int step = indices.length > 1 ? indices[1] - indices[0] : 1;
    boolean even =
        indices.length > 0
            && step != 0
            && IntStream.range(0, indices.length)
                .allMatch(i -> indices[i] == indices[0] + i * step);
    if (even) {
      return slice(x, axis, indices[0], step, indices.length);
    }
    return layer(
        new Op.Gather(axis, boxed(indices)), Shapes.with(x.shape(), axis, indices.length), x);
  }

  Operand concat(int axis, List<Operand> parts) {
    List<Operand> full =
        new ArrayList<>(parts.stream().filter(part -> Shapes.size(part.shape()) != 0).toList());
    if (full.isEmpty()) {
      return parts.get(0);
    }
    int[] shape = full.get(0).shape().clone();
    long length = 0;
    for (Operand part : full) {
      if (part.rank() != shape.length
          || !Arrays.equals(Shapes.with(part.shape(), axis, 0), Shapes.with(shape, axis, 0))) {
        throw node.broken(
            "joins shapes " + Shapes.text(shape) + " and " + Shapes.text(part.shape()));
      }
      length += part.shape()[axis];
    }
    if (length > Integer.MAX_VALUE) {
      throw node.tooLarge("makes an axis of length " + length);
    }
    shape[axis] = (int) length;
    if (full.size() == 1) {
      return full.get(0);
    }
    if (full.stream().allMatch(Tensor.class::isInstance)) {
      List<Tensor> constants = full.stream().map(Tensor.class::cast).toList();
      if (constants.stream().anyMatch(part -> part.type() != constants.get(0).type())) {
        throw node.broken("joins constants of different types");
      }
      return layout.concat(axis, constants, shape);
    }
    return layer(new Op.Concat(axis), shape, full.toArray(new Operand[0]));
  }

  /** To the joint shape with another, as NumPy broadcasts. */
  Operand expand(Operand x, int[] other) {
    int[] shape = joint(x.shape(), other);
    if (Arrays.equals(shape, x.shape())) {
      return x;
    }
    if (x instanceof Tensor constant) {
      return layout.expand(constant, shape);
    }
    int[] aligned = new int[shape.length];
    Arrays.fill(aligned, 1);
    System.arraycopy(x.shape(), 0, aligned, shape.length - x.rank(), x.rank());
    Operand wide = reshape(x, aligned);
    return Arrays.equals(aligned, shape) ? wide : layer(new Op.Expand(), shape, wide);
  }

  Operand unary(Activation f, Operand x) {
    if (x instanceof Tensor constant) {
      return math.unary(node, f, constant);
    }
    return layer(new Op.Unary(f), x.shape(), x);
  }

  Operand unary(Activation.Kind kind, Operand x) {
    return unary(new Activation(kind, 0, 0), x);
  }

  Operand binary(Op.Binary.Kind kind, Operand a, Operand b) {
    if (a instanceof Tensor x && b instanceof Tensor y) {
      return math.binary(node, Arithmetic.of(node, kind), x, y);
    }
    if (kind != Op.Binary.Kind.POW && a.integer() != b.integer()) {
      throw node.broken("joins integers and floats");
    }
    Data result = layer(new Op.Binary(kind), joint(a.shape(), b.shape()), a, b);
    return kind == Op.Binary.Kind.DIV && a.integer() ? truncate(result) : result;
  }

  /** With a number. */
  Operand binary(Op.Binary.Kind kind, Operand x, float number) {
    return binary(kind, x, Tensor.of(new int[0], number));
  }

  /** Towards zero, as casts and integer divisions round. */
  Operand truncate(Data x) {
    Operand whole = unary(Activation.Kind.FLOOR, unary(Activation.Kind.ABS, x));
    return layer(
        new Op.Binary(Op.Binary.Kind.MUL), x.shape(), unary(Activation.Kind.SIGN, x), whole);
  }

  Operand reduce(Op.Reduce.Kind kind, int[] axes, boolean keep, Operand x) {
    boolean[] reduced = new boolean[x.rank()];
    for (int axis : axes) {
      reduced[axis] = true;
    }
    int[] kept = x.shape().clone();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    int[] shape =
        keep
            ? kept
            : IntStream.range(0, kept.length).filter(i -> !reduced[i]).map(i -> kept[i]).toArray();
    if (x instanceof Tensor constant) {
      return math.reduce(node, kind, reduced, constant).reshaped(shape);
    }
    if (axes.length == 0) {
      throw node.unsupported("reduces no axis");
    }
    return layer(new Op.Reduce(kind, boxed(axes), keep), shape, x);
  }

  private int[] joint(int[] a, int[] b) {
    int[] shape = Shapes.broadcast(a, b);
    if (shape == null) {
      throw node.broken("joins shapes " + Shapes.text(a) + " and " + Shapes.text(b));
    }
    return shape;
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
