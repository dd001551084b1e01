/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Constants, and what can be done with constants only: comparisons, types, ranges. */
final class ConstantMapping {
  private ConstantMapping() {}

  static void register(Map<String, Mapping> table) {
    table.put("Constant", ConstantMapping::constant);
    table.put("ConstantOfShape", ConstantMapping::constantOfShape);
    table.put("Range", ConstantMapping::range);
    table.put("Cast", ConstantMapping::cast);
    table.put("CastLike", t -> List.of(castTo(t, t.operand(1).integer(), false)));
    table.put("Where", ConstantMapping::where);
    table.put("Not", ConstantMapping::not);
    table.put("NonZero", ConstantMapping::nonZero);
    table.put("Trilu", ConstantMapping::triangle);
    table.put("Mod", ConstantMapping::mod);
    compare(table, "Equal", (a, b) -> a == b);
    compare(table, "Less", (a, b) -> a < b);
    compare(table, "LessOrEqual", (a, b) -> a <= b);
    compare(table, "Greater", (a, b) -> a > b);
    compare(table, "GreaterOrEqual", (a, b) -> a >= b);
    compare(table, "And", (a, b) -> a != 0 && b != 0);
    compare(table, "Or", (a, b) -> a != 0 || b != 0);
    compare(table, "Xor", (a, b) -> (a != 0) != (b != 0));
  }

  private static void compare(
      Map<String, Mapping> table, String op, TensorMath.Condition condition) {
    table.put(
        op,
        t ->
            List.of(
                t.math()
                    .compare(
                        t.node(),
                        condition,
                        t.constant(0, "left operand"),
                        t.constant(1, "right operand"))));
  }

  private static List<Operand> constant(Translation t) {
    Node node = t.node();
    long[] integers = node.integers("value_ints");
    float[] floats = node.numbers("value_floats");
    if (node.tensor("value") != null) {
      return List.of(t.reader().read(node.tensor("value")));
    } else if (integers != null) {
      return List.of(Tensor.ofLongs(new int[] {integers.length}, integers));
    } else if (floats != null) {
      return List.of(Tensor.of(new int[] {floats.length}, floats));
    } else if (node.has("value_int")) {
      return List.of(Tensor.ofLongs(new int[0], node.integer("value_int", 0)));
    } else if (node.has("value_float")) {
      return List.of(Tensor.of(new int[0], node.number("value_float", 0)));
    }
    throw node.unsupported("is not a dense tensor of numbers");
  }

  private static List<Operand> constantOfShape(Translation t) {
    int[] shape = t.shape(t.longs(0, "shape"), "shape");
    TensorProto given = t.node().tensor("value");
    Tensor value = given == null ? Tensor.of(new int[] {1}, 0) : t.reader().read(given);
    if (value.size() != 1) {
      throw t.node().broken("has " + value.size() + " values to repeat");
    }
    Tensor result = t.layout().allocate(value.type(), shape);
    if (value.integer()) {
      Arrays.fill(result.longs(), value.longs()[0]);
    } else {
      Arrays.fill(result.floats(), value.floats()[0]);
    }
    return List.of(result);
  }

  private static List<Operand> range(Translation t) {
    Tensor start = t.constant(0, "start");
    double step = t.number(2, "step");
    double first = t.number(0, "start");
    double count = Math.max(0, Math.ceil((t.number(1, "limit") - first) / step));
    if (!(count <= Integer.MAX_VALUE)) {
      throw t.node().tooLarge("has " + count + " elements");
    }
    Tensor result = t.layout().allocate(start.type(), new int[] {(int) count});
    for (int i = 0; i < result.size(); i++) {
      if (start.integer()) {
        result.longs()[i] = (long) (first + i * step);
      } else {
        result.floats()[i] = (float) (first + i * step);
      }
    }
    return List.of(result);
  }

  private static List<Operand> cast(Translation t) {
    int to = (int) t.node().integer("to", 0);
    return switch (to) {
      case TensorProto.DataType.FLOAT_VALUE,
          TensorProto.DataType.DOUBLE_VALUE,
          TensorProto.DataType.FLOAT16_VALUE,
          TensorProto.DataType.BFLOAT16_VALUE ->
          List.of(castTo(t, false, false));
      case TensorProto.DataType.INT64_VALUE, TensorProto.DataType.INT32_VALUE ->
          List.of(castTo(t, true, false));
      case TensorProto.DataType.BOOL_VALUE -> List.of(castTo(t, true, true));
      default -> {
        if (t.operand(0) instanceof Data) {
          throw t.node()
              .unsupported(
                  "turns values of the signal into " + TensorReader.typeName(to) + ", which wraps");
        }
        yield List.of(castTo(t, true, false));
      }
    };
  }

  private static Operand castTo(Translation t, boolean integer, boolean bool) {
    if (t.operand(0) instanceof Data x) {
      if (bool) {
        throw t.node().unsupported("turns values of the signal into truth values");
      }
      Operand whole = integer && !x.integer() ? t.emit().truncate(x) : x;
      return new Data(((Data) whole).id(), x.shape(), integer);
    }
    Tensor x = (Tensor) t.operand(0);
    if (x.integer() == integer && !bool && x.type() != Tensor.Type.BOOLEAN) {
      return x;
    }
    Tensor.Type type =
        bool ? Tensor.Type.BOOLEAN : integer ? Tensor.Type.INTEGER : Tensor.Type.FLOAT;
    Tensor y = t.layout().allocate(type, x.shape());
    for (int i = 0; i < y.size(); i++) {
      if (bool) {
        y.longs()[i] = x.number(i) != 0 ? 1 : 0;
      } else if (integer) {
        y.longs()[i] = x.integer() ? x.longs()[i] : (long) x.floats()[i];
      } else {
        y.floats()[i] = x.number(i);
      }
    }
    return y;
  }

  /** With a constant condition: a sum of both sides, each blanked out where the other is taken. */
  private static List<Operand> where(Translation t) {
    Tensor condition = t.constant(0, "condition");
    Operand yes = t.operand(1);
    Operand no = t.operand(2);
    long[] choices = t.longs(0, "condition");
    boolean all = Arrays.stream(choices).allMatch(c -> c != 0);
    boolean none = Arrays.stream(choices).allMatch(c -> c == 0);
    if (all || none) {
      Operand taken = t.emit().expand(all ? yes : no, condition.shape());
      return List.of(t.emit().expand(taken, (all ? no : yes).shape()));
    }
    if (yes.integer() != no.integer()) {
      throw t.node().broken("chooses between integers and floats");
    }
    Operand left = blanked(t, condition, yes, true);
    Operand right = blanked(t, condition, no, false);
    return List.of(t.emit().binary(Op.Binary.Kind.ADD, left, right));
  }

  /** The operand where the condition is {@code taken}, zero elsewhere. */
  private static Operand blanked(Translation t, Tensor condition, Operand x, boolean taken) {
    int[] shape = Shapes.broadcast(condition.shape(), x.shape());
    if (shape == null) {
      throw t.node().broken("chooses between shapes that do not fit");
    }
    boolean data = x instanceof Data;
    Tensor source = data ? null : (Tensor) t.emit().expand(x, shape);
    Tensor mask = data ? condition : (Tensor) t.emit().expand(condition, shape);
    Tensor.Type type = x.integer() ? Tensor.Type.INTEGER : Tensor.Type.FLOAT;
    Tensor y = t.layout().allocate(type, mask.shape());
    for (int i = 0; i < y.size(); i++) {
      boolean here = (mask.longs()[i] != 0) == taken;
      if (type == Tensor.Type.INTEGER) {
        y.longs()[i] = !here ? 0 : data ? 1 : source.longs()[i];
      } else {
        y.floats()[i] = !here ? 0 : data ? 1 : source.floats()[i];
      }
    }
    return data ? t.emit().binary(Op.Binary.Kind.MUL, x, y) : y;
  }

  private static List<Operand> not(Translation t) {
    Tensor x = t.constant(0, "operand");
    return List.of(t.math().compare(t.node(), (a, b) -> a == b, x, Tensor.ofLongs(new int[0], 0)));
  }

  /** Indices (axes, count) of the elements that are not zero. */
  private static List<Operand> nonZero(Translation t) {
    Tensor x = t.constant(0, "operand");
    int count = 0;
    for (int i = 0; i < x.size(); i++) {
      count += x.number(i) != 0 ? 1 : 0;
    }
    Tensor y = t.layout().allocate(Tensor.Type.INTEGER, new int[] {x.rank(), count});
    int[] strides = TensorLayout.rowMajor(x.shape());
    int found = 0;
    for (int i = 0; i < x.size(); i++) {
      if (x.number(i) != 0) {
        for (int axis = 0; axis < x.rank(); axis++) {
          y.longs()[axis * count + found] = i / strides[axis] % x.shape()[axis];
        }
        found++;
      }
    }
    return List.of(y);
  }

  /** The upper or lower triangle of matrices, zeros elsewhere. */
  private static List<Operand> triangle(Translation t) {
    Tensor x = t.constant(0, "operand");
    if (x.rank() < 2) {
      throw t.node().broken("takes a triangle of shape " + Shapes.text(x.shape()));
    }
    long diagonal = t.has(1) ? (long) t.number(1, "diagonal") : 0;
    boolean upper = t.node().flag("upper", true);
    int columns = x.shape()[x.rank() - 1];
    int rows = x.shape()[x.rank() - 2];
    Tensor y = t.layout().allocate(x.type(), x.shape());
    for (int i = 0; i < y.size(); i++) {
      long above = i % columns - (long) (i / columns % rows);
      if (upper ? above >= diagonal : above <= diagonal) {
        if (x.integer()) {
          y.longs()[i] = x.longs()[i];
        } else {
          y.floats()[i] = x.floats()[i];
        }
      }
    }
    return List.of(y);
  }

  private static List<Operand> mod(Translation t) {
    Arithmetic kind = t.node().flag("fmod", false) ? Arithmetic.FMOD : Arithmetic.MOD;
    return List.of(
        t.math().binary(t.node(), kind, t.constant(0, "dividend"), t.constant(1, "divisor")));
  }
}
