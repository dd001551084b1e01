/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Op.Binary.Kind;
import io.millrace.models.onnx.Operand.Data;
import io.millrace.models.onnx.Operand.Tensor;
import io.millrace.models.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Functions of single elements and of pairs of elements. */
final class ElementwiseMapping {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private ElementwiseMapping() {}

  static void register(Map<String, Mapping> table) {
    unary(table, "Relu", Activation.Kind.RELU);
    unary(table, "Sigmoid", Activation.Kind.SIGMOID);
    unary(table, "Tanh", Activation.Kind.TANH);
    unary(table, "HardSwish", Activation.Kind.HARD_SWISH);
    unary(table, "Erf", Activation.Kind.ERF);
    unary(table, "Softplus", Activation.Kind.SOFTPLUS);
    unary(table, "Softsign", Activation.Kind.SOFTSIGN);
    unary(table, "Abs", Activation.Kind.ABS);
    unary(table, "Neg", Activation.Kind.NEG);
    unary(table, "Exp", Activation.Kind.EXP);
    unary(table, "Log", Activation.Kind.LOG);
    unary(table, "Sqrt", Activation.Kind.SQRT);
    unary(table, "Reciprocal", Activation.Kind.RECIPROCAL);
    unary(table, "Floor", Activation.Kind.FLOOR);
    unary(table, "Ceil", Activation.Kind.CEIL);
    unary(table, "Round", Activation.Kind.ROUND);
    unary(table, "Sign", Activation.Kind.SIGN);
    parametric(table, "LeakyRelu", Activation.Kind.LEAKY_RELU, 0.01f, "", 0);
    parametric(table, "Elu", Activation.Kind.ELU, 1, "", 0);
    parametric(table, "Selu", Activation.Kind.SELU, SELU_ALPHA, "gamma", SELU_GAMMA);
    parametric(table, "HardSigmoid", Activation.Kind.HARD_SIGMOID, 0.2f, "beta", 0.5f);
    table.put("Celu", ElementwiseMapping::celu);
    table.put("Mish", ElementwiseMapping::mish);
    table.put("Swish", ElementwiseMapping::swish);
    table.put("Gelu", ElementwiseMapping::gelu);
    table.put("Clip", ElementwiseMapping::clip);
    table.put("PRelu", ElementwiseMapping::prelu);
    for (Kind kind : List.of(Kind.ADD, Kind.SUB, Kind.MUL, Kind.DIV, Kind.POW)) {
      String op = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
      table.put(op, t -> List.of(t.emit().binary(kind, broadcast(t), t.operand(1))));
    }
    table.put("Max", t -> List.of(chain(t, Kind.MAX)));
    table.put("Min", t -> List.of(chain(t, Kind.MIN)));
    table.put("Sum", t -> List.of(chain(t, Kind.ADD)));
    table.put("Mean", t -> List.of(t.emit().binary(Kind.DIV, chain(t, Kind.ADD), t.operands())));
  }

  private static void unary(Map<String, Mapping> table, String op, Activation.Kind kind) {
    table.put(op, t -> List.of(t.emit().unary(kind, t.operand(0))));
  }

  private static void parametric(
      Map<String, Mapping> table,
      String op,
      Activation.Kind kind,
      float alpha,
      String second,
      float beta) {
    table.put(
        op,
        t -> {
          float first = t.node().number("alpha", alpha);
          float other = second.isEmpty() ? 0 : t.node().number(second, beta);
          return List.of(t.emit().unary(new Activation(kind, first, other), t.operand(0)));
        });
  }

  /** alpha * elu(x / alpha) with an elu of slope one. */
  private static List<Operand> celu(Translation t) {
    float alpha = t.node().number("alpha", 1);
    Operand scaled = t.emit().binary(Kind.MUL, t.signal(0), 1 / alpha);
    Operand elu = t.emit().unary(new Activation(Activation.Kind.ELU, 1, 0), scaled);
    return List.of(t.emit().binary(Kind.MUL, elu, alpha));
  }

  /** x * sigmoid(alpha * x). */
  private static List<Operand> swish(Translation t) {
    float alpha = t.node().number("alpha", 1);
    Data x = t.signal(0);
    Operand scaled = alpha == 1 ? x : t.emit().binary(Kind.MUL, x, alpha);
    return List.of(t.emit().binary(Kind.MUL, x, t.emit().unary(Activation.Kind.SIGMOID, scaled)));
  }

  /** x * tanh(softplus(x)). */
  private static List<Operand> mish(Translation t) {
    Operand soft = t.emit().unary(Activation.Kind.SOFTPLUS, t.signal(0));
    Operand gate = t.emit().unary(Activation.Kind.TANH, soft);
    return List.of(t.emit().binary(Kind.MUL, t.signal(0), gate));
  }

  /** Exact, or 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))). */
  private static List<Operand> gelu(Translation t) {
    Data x = t.signal(0);
    String form = t.node().text("approximate", "none");
    if (form.equals("none")) {
      return List.of(t.emit().unary(Activation.Kind.GELU, x));
    }
    if (!form.equals("tanh")) {
      throw t.node().broken("has approximate " + ModelImportException.quote(form) + ", unknown");
    }
    Emitter emit = t.emit();
    Operand cube = emit.binary(Kind.MUL, emit.binary(Kind.MUL, x, x), x);
    Operand inner = emit.binary(Kind.ADD, x, emit.binary(Kind.MUL, cube, 0.044715f));
    Operand scaled = emit.binary(Kind.MUL, inner, (float) Math.sqrt(2 / Math.PI));
    Operand gate = emit.binary(Kind.ADD, emit.unary(Activation.Kind.TANH, scaled), 1);
    return List.of(emit.binary(Kind.MUL, emit.binary(Kind.MUL, x, 0.5f), gate));
  }

  private static List<Operand> clip(Translation t) {
    boolean inputs = t.node().opset() >= 11;
    float low =
        inputs
            ? (t.has(1) ? t.number(1, "minimum") : Float.NEGATIVE_INFINITY)
            : t.node().number("min", Float.NEGATIVE_INFINITY);
    float high =
        inputs
            ? (t.has(2) ? t.number(2, "maximum") : Float.POSITIVE_INFINITY)
            : t.node().number("max", Float.POSITIVE_INFINITY);
    boolean bounded = high < Float.MAX_VALUE;
    if (!bounded && !(low > -Float.MAX_VALUE)) {
      return List.of(t.operand(0));
    }
    if (!bounded && low == 0) {
      return List.of(t.emit().unary(Activation.RELU, t.operand(0)));
    }
    return List.of(t.emit().unary(new Activation(Activation.Kind.CLIP, low, high), t.operand(0)));
  }

  private static List<Operand> prelu(Translation t) {
    Data x = t.signal(0);
    Tensor slope = t.constant(1, "slope");
    if (t.node().opset() < 7 && slope.rank() == 1 && slope.size() > 1) {
      // One slope per channel, before broadcasting was NumPy's.
      int[] shape = new int[x.rank() - 1];
      Arrays.fill(shape, 1);
      shape[0] = slope.size();
      slope = slope.reshaped(shape);
    }
    if (!Arrays.equals(Shapes.broadcast(x.shape(), slope.shape()), x.shape())) {
      throw t.node().broken("has slopes of shape " + Shapes.text(slope.shape()));
    }
    return List.of(t.emit().layer(new Op.Binary(Kind.PRELU), x.shape(), x, slope));
  }

  /** The first operand, if the second is broadcast as NumPy does. */
  private static Operand broadcast(Translation t) {
    if (t.node().opset() < 7 && t.node().has("axis")) {
      throw t.node().unsupported("broadcasts along an axis as before opset 7: convert the file");
    }
    return t.operand(0);
  }

  private static Operand chain(Translation t, Kind kind) {
    Operand result = null;
    for (Operand operand : t.all()) {
      result = result == null ? operand : t.emit().binary(kind, result, operand);
    }
    return result;
  }
}
