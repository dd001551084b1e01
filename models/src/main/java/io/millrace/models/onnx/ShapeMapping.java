/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.onnx.Operand.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What leaves the elements as they are and changes only how they are seen. */
final class ShapeMapping {
  private ShapeMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Identity", t -> List.of(t.operand(0)));
    table.put("Dropout", ShapeMapping::dropout);
    table.put("Reshape", ShapeMapping::reshape);
    table.put("Flatten", ShapeMapping::flatten);
    table.put("Squeeze", ShapeMapping::squeeze);
    table.put("Unsqueeze", ShapeMapping::unsqueeze);
    table.put("Transpose", ShapeMapping::transpose);
    table.put("Expand", ShapeMapping::expand);
    table.put("Tile", ShapeMapping::tile);
    table.put("Shape", ShapeMapping::shape);
    table.put("Size", t -> List.of(scalar(Shapes.size(t.operand(0).shape()))));
  }

  private static List<Operand> dropout(Translation t) {
    boolean training =
        (t.has(2) && t.number(2, "training_mode") != 0)
            || (t.node().opset() < 7 && !t.node().flag("is_test", false));
    if (training) {
      throw t.node().unsupported("drops elements at random: export the model in evaluation mode");
    }
    return List.of(t.operand(0));
  }

  private static List<Operand> reshape(Translation t) {
    Operand x = t.operand(0);
    long[] wanted = t.longs(1, "shape", "shape");
    if (wanted == null || wanted.length > Emitter.MOST_AXES) {
      throw t.node().broken("has no shape, or one of too many axes");
    }
    boolean keepZeros = t.node().flag("allowzero", false);
    int[] shape = new int[wanted.length];
    int open = -1;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == -1 && open < 0) {
        open = i;
        shape[i] = 1;
      } else if (wanted[i] == 0 && !keepZeros) {
        if (i >= x.rank()) {
          throw t.node().broken("copies axis " + i + " of shape " + Shapes.text(x.shape()));
        }
        shape[i] = x.shape()[i];
      } else {
        shape[i] = t.bounded(wanted[i], 0, Integer.MAX_VALUE, "axis length");
      }
    }
    if (open >= 0) {
      long rest = Shapes.size(shape);
      long size = Shapes.size(x.shape());
      if (rest <= 0 || size % rest != 0) {
        throw t.node()
            .broken("turns shape " + Shapes.text(x.shape()) + " into " + Arrays.toString(wanted));
      }
      shape[open] = (int) (size / rest);
    }
    return List.of(t.emit().reshape(x, shape));
  }

  private static List<Operand> flatten(Translation t) {
    Operand x = t.operand(0);
    long given = t.node().integer("axis", 1);
    int axis = given == x.rank() ? x.rank() : t.axis(given, x.rank());
    int[] shape = {Shapes.span(x.shape(), 0, axis), Shapes.span(x.shape(), axis, x.rank())};
    return List.of(t.emit().reshape(x, shape));
  }

  private static List<Operand> squeeze(Translation t) {
    Operand x = t.operand(0);
    long[] given = t.longs(1, "axes", "axes");
    int[] axes =
        given == null
            ? IntStream.range(0, x.rank()).filter(i -> x.shape()[i] == 1).toArray()
            : t.axes(given, x.rank());
    boolean[] dropped = new boolean[x.rank()];
    for (int axis : axes) {
      if (x.shape()[axis] != 1) {
        throw t.node().broken("drops axis " + axis + " of shape " + Shapes.text(x.shape()));
      }
      dropped[axis] = true;
    }
    int[] shape =
        IntStream.range(0, x.rank()).filter(i -> !dropped[i]).map(i -> x.shape()[i]).toArray();
    return List.of(t.emit().reshape(x, shape));
  }

  private static List<Operand> unsqueeze(Translation t) {
    Operand x = t.operand(0);
    long[] given = t.longs(1, "axes", "axes");
    if (given == null || given.length > Emitter.MOST_AXES) {
      throw t.node().broken("has no axes, or too many");
    }
    int[] shape = new int[x.rank() + given.length];
    for (int axis : t.axes(given, shape.length)) {
      shape[axis] = -1;
    }
    int from = 0;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? 1 : x.shape()[from++];
    }
    return List.of(t.emit().reshape(x, shape));
  }

  private static List<Operand> transpose(Translation t) {
    Operand x = t.operand(0);
    long[] given = t.node().integers("perm");
    int[] perm = new int[x.rank()];
    if (given == null) {
      Arrays.setAll(perm, i -> perm.length - 1 - i);
      return List.of(t.emit().transpose(x, perm));
    }
    if (given.length != perm.length || t.axes(given, perm.length).length != perm.length) {
      throw t.node().broken("has perm of " + given.length + " axes for " + perm.length);
    }
    Arrays.setAll(perm, i -> t.axis(given[i], perm.length));
    return List.of(t.emit().transpose(x, perm));
  }

  private static List<Operand> expand(Translation t) {
    return List.of(t.emit().expand(t.operand(0), t.shape(t.longs(1, "shape"), "shape")));
  }

  private static List<Operand> tile(Translation t) {
    Operand x = t.operand(0);
    int[] repeats = t.shape(t.longs(1, "repeats"), "repeats");
    if (repeats.length != x.rank()) {
      throw t.node().broken("has " + repeats.length + " repeats for " + x.rank() + " axes");
    }
    for (int axis = 0; axis < repeats.length; axis++) {
      int length = x.shape()[axis];
      if (length == 1) {
        int[] wide = new int[repeats.length];
        Arrays.fill(wide, 1);
        wide[axis] = repeats[axis];
        x = t.emit().expand(x, wide);
      } else if (repeats[axis] != 1) {
        int count = t.bounded((long) length * repeats[axis], 0, 1 << 20, "length");
        x = t.emit().gather(x, axis, IntStream.range(0, count).map(i -> i % length).toArray());
      }
    }
    return List.of(x);
  }

  private static List<Operand> shape(Translation t) {
    int[] shape = t.operand(0).shape();
    int from = clamped(t.node().integer("start", 0), shape.length);
    int to = clamped(t.node().integer("end", shape.length), shape.length);
    long[] lengths =
        Arrays.stream(shape, from, Math.max(from, to)).mapToLong(length -> length).toArray();
    return List.of(Tensor.ofLongs(new int[] {lengths.length}, lengths));
  }

  private static int clamped(long position, int rank) {
    long result = position < 0 ? position + rank : position;
    return (int) Math.max(0, Math.min(rank, result));
  }

  private static Tensor scalar(long value) {
    return Tensor.ofLongs(new int[0], value);
  }
}
