/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operator, alone in a small graph, computes what onnxruntime computes. */
class OperatorTest {
  private final List<DynamicTest> tests = new ArrayList<>();

  private void check(String name, Graph graph, Function<Graph, String> build) {
    tests.add(
        DynamicTest.dynamicTest(name, () -> Agreement.compare(graph.bytes(build.apply(graph)))));
  }

  /** Over (1, 6, 24). */
  private void check(String name, int opset, Function<Graph, String> build) {
    check(name + " at " + opset, Graph.signal(opset, 6, 24), build);
  }

  private void unary(int opset, String op, Map<String, ?> attributes) {
    check(op + attributes.keySet(), opset, g -> g.node(op, attributes, INPUT));
  }

  private static long[] ints(long... values) {
    return values;
  }

  @TestFactory
  List<DynamicTest> convolutionsAgreeWithOnnxruntime() {
    check("valid", 9, g -> g.node("Conv", INPUT, g.weights(4, 6, 3)));
    check(
        "stride, dilation, groups, uneven padding and bias",
        13,
        g ->
            g.node(
                "Conv",
                Map.of(
                    "strides", ints(2),
                    "dilations", ints(3),
                    "group", 2,
                    "pads", ints(4, 1),
                    "kernel_shape", ints(3)),
                INPUT,
                g.weights(8, 3, 3),
                g.weights(8)));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      for (int stride : List.of(1, 2, 3)) {
        check(
            "auto_pad " + auto + " stride " + stride,
            11,
            g ->
                g.node(
                    "Conv",
                    Map.of("auto_pad", auto, "strides", ints(stride)),
                    INPUT,
                    g.weights(4, 6, 4)));
      }
    }
    check(
        "depthwise with multiplier",
        17,
        g -> g.node("Conv", Map.of("group", 6), INPUT, g.weights(12, 1, 5)));
    check(
        "two-dimensional of height one",
        new Graph(13, 1, 3, 1, 20),
        g ->
            g.node(
                "Conv",
                Map.of("pads", ints(0, 2, 0, 2), "strides", ints(1, 2)),
                INPUT,
                g.weights(4, 3, 1, 5)));
    check(
        "two-dimensional of width one",
        new Graph(13, 1, 3, 20, 1),
        g ->
            g.node(
                "Conv",
                Map.of("pads", ints(2, 0, 2, 0), "dilations", ints(2, 1)),
                INPUT,
                g.weights(4, 3, 3, 1)));
    check(
        "transposed",
        13,
        g ->
            g.node(
                "ConvTranspose",
                Map.of("strides", ints(3), "pads", ints(1, 2), "output_padding", ints(1)),
                INPUT,
                g.weights(6, 4, 5),
                g.weights(4)));
    check(
        "transposed in groups with dilation",
        13,
        g ->
            g.node(
                "ConvTranspose",
                Map.of("strides", ints(2), "group", 3, "dilations", ints(2)),
                INPUT,
                g.weights(6, 2, 3)));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "NOTSET")) {
      check(
          "transposed with output_shape and auto_pad " + auto,
          13,
          g ->
              g.node(
                  "ConvTranspose",
                  Map.of("strides", ints(2), "auto_pad", auto, "output_shape", ints(48)),
                  INPUT,
                  g.weights(6, 4, 5)));
    }
    check(
        "transposed, automatic",
        13,
        g ->
            g.node(
                "ConvTranspose",
                Map.of("strides", ints(2), "auto_pad", "SAME_UPPER"),
                INPUT,
                g.weights(6, 4, 5)));
    check(
        "one filter for all channels, which are moved to the batch",
        13,
        g -> {
          String single = g.node("Reshape", INPUT, g.longs(3, 2, -1));
          String conv =
              g.node(
                  "Conv",
                  Map.of("pads", ints(2, 0), "group", 2),
                  single,
                  g.weights(4, 1, 3),
                  g.weights(4));
          return g.node("Reshape", batchNorm(g, conv, 4), g.longs(1, 12, -1));
        });
    check(
        "weights folded through nodes",
        13,
        g -> {
          String transposed =
              g.node("Transpose", Map.of("perm", ints(2, 1, 0)), g.weights(3, 6, 4));
          String scaled = g.node("Mul", transposed, g.weights(4, 1, 1));
          return g.node("Conv", INPUT, g.node("Identity", scaled));
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> poolsAgreeWithOnnxruntime() {
    for (int ceil : List.of(0, 1)) {
      for (int stride : List.of(1, 2, 3, 5)) {
        Map<String, ?> geometry =
            Map.of(
                "kernel_shape",
                ints(3),
                "strides",
                ints(stride),
                "ceil_mode",
                ceil,
                "pads",
                ints(1, 2));
        check("max " + geometry.values(), 12, g -> g.node("MaxPool", geometry, INPUT));
        for (int count : List.of(0, 1)) {
          Map<String, Object> counted = new HashMap<>(geometry);
          counted.put("count_include_pad", count);
          check("average " + counted, 12, g -> g.node("AveragePool", counted, INPUT));
        }
      }
    }
    check(
        "dilated max",
        12,
        g ->
            g.node(
                "MaxPool",
                Map.of("kernel_shape", ints(3), "dilations", ints(2), "strides", ints(2)),
                INPUT));
    check(
        "automatic",
        12,
        g ->
            g.node(
                "MaxPool",
                Map.of("kernel_shape", ints(4), "auto_pad", "SAME_LOWER", "strides", ints(3)),
                INPUT));
    check(
        "of height one",
        new Graph(12, 1, 3, 1, 20),
        g -> g.node("MaxPool", Map.of("kernel_shape", ints(1, 4), "strides", ints(1, 2)), INPUT));
    check("global average", 9, g -> g.node("GlobalAveragePool", INPUT));
    check("global max", 9, g -> g.node("GlobalMaxPool", INPUT));
    return tests;
  }

  @TestFactory
  List<DynamicTest> padsAgreeWithOnnxruntime() {
    for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
      int opset = mode.equals("wrap") ? 19 : 13;
      check(
          "pad " + mode,
          opset,
          g -> g.node("Pad", Map.of("mode", mode), INPUT, g.longs(0, 0, 5, 0, 0, 3)));
    }
    check(
        "value, channels and time",
        11,
        g -> g.node("Pad", INPUT, g.longs(0, 1, 2, 0, 0, 3), g.number(0.75f)));
    check("cut", 13, g -> g.node("Pad", INPUT, g.longs(0, 0, -5, 0, -1, -3)));
    check("cut and padded", 13, g -> g.node("Pad", INPUT, g.longs(0, 0, -5, 0, 0, 3)));
    check(
        "named axes",
        18,
        g -> g.node("Pad", INPUT, g.longs(2, 0, 1, 3), g.number(0), g.longs(-1, 1)));
    check(
        "attributes",
        9,
        g -> g.node("Pad", Map.of("pads", ints(0, 0, 4, 0, 0, 0), "value", 1.5f), INPUT));
    check(
        "folded into a convolution",
        13,
        g -> {
          String padded = g.node("Pad", INPUT, g.longs(0, 0, 8, 0, 0, 1));
          return g.node("Conv", Map.of("pads", ints(1, 0)), padded, g.weights(4, 6, 5));
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> elementwiseFunctionsAgreeWithOnnxruntime() {
    for (String op :
        List.of(
            "Relu",
            "Sigmoid",
            "Tanh",
            "Softplus",
            "Softsign",
            "Erf",
            "Abs",
            "Neg",
            "Exp",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "HardSwish",
            "Elu",
            "Selu",
            "LeakyRelu",
            "HardSigmoid",
            "Celu",
            "Reciprocal")) {
      unary(14, op, Map.of());
    }
    unary(9, "Elu", Map.of("alpha", 1.7f));
    unary(9, "Selu", Map.of("alpha", 1.5f, "gamma", 1.2f));
    unary(9, "LeakyRelu", Map.of("alpha", 0.3f));
    unary(9, "HardSigmoid", Map.of("alpha", 0.4f, "beta", 0.3f));
    unary(12, "Celu", Map.of("alpha", 2.5f));
    unary(18, "Mish", Map.of());
    unary(20, "Gelu", Map.of());
    unary(20, "Gelu", Map.of("approximate", "tanh"));
    unary(24, "Swish", Map.of("alpha", 1.5f));
    check("sqrt", 13, g -> g.node("Sqrt", g.node("Abs", INPUT)));
    check("log", 13, g -> g.node("Log", g.node("Exp", INPUT)));
    check("clip by attributes", 9, g -> g.node("Clip", Map.of("min", -0.5f, "max", 0.7f), INPUT));
    check("clip by inputs", 13, g -> g.node("Clip", INPUT, g.number(-0.5f), g.number(0.7f)));
    check("clip below", 13, g -> g.node("Clip", INPUT, g.number(0)));
    check("clip above", 13, g -> g.node("Clip", INPUT, "", g.number(0.2f)));
    check("slope per channel", 13, g -> g.node("PRelu", INPUT, g.weights(6, 1)));
    check("power", 13, g -> g.node("Pow", INPUT, g.number(3)));
    check("power by an integer", 13, g -> g.node("Pow", INPUT, g.longsOf(ints(2))));
    for (String op : List.of("Add", "Sub", "Mul", "Div", "Max", "Min")) {
      check(op + " constant", 13, g -> g.node(op, INPUT, g.positive(6, 1)));
      check(op + " from the left", 13, g -> g.node(op, g.positive(1, 6, 24), INPUT));
      check(op + " itself", 13, g -> g.node(op, g.node("Tanh", INPUT), g.node("Exp", INPUT)));
    }
    for (String op : List.of("Max", "Min", "Sum", "Mean")) {
      check(op + " of three", 13, g -> g.node(op, INPUT, g.node("Tanh", INPUT), g.weights(24)));
    }
    check("broadcasting to a higher rank", 13, g -> g.node("Add", INPUT, g.weights(2, 1, 1, 24)));
    check(
        "choice by a constant condition",
        13,
        g -> {
          boolean[] condition = new boolean[24];
          condition[3] = condition[17] = true;
          return g.node("Where", g.booleans(condition, 24), INPUT, g.number(-3));
        });
    check(
        "whole numbers",
        13,
        g -> {
          String scaled = g.node("Mul", INPUT, g.number(100));
          String whole = g.node("Cast", Map.of("to", 7), scaled);
          String product = g.node("Mul", whole, g.longs(7));
          String quotient = g.node("Div", product, g.longs(16));
          return g.node("Cast", Map.of("to", 1), quotient);
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> normalisationsAgreeWithOnnxruntime() {
    check("batch normalisation alone", 9, g -> batchNorm(g, INPUT, 6));
    check(
        "batch normalisation after a convolution",
        15,
        g -> batchNorm(g, g.node("Conv", INPUT, g.weights(4, 6, 3), g.weights(4)), 4));
    check(
        "batch normalisation after a transposed convolution in groups",
        15,
        g ->
            batchNorm(
                g, g.node("ConvTranspose", Map.of("group", 3), INPUT, g.weights(6, 2, 3)), 6));
    check(
        "batch normalisation after a dense layer",
        15,
        g ->
            batchNorm(
                g, g.node("Gemm", g.node("Flatten", INPUT), g.weights(144, 5), g.weights(5)), 5));
    check(
        "batch normalisation of a value read twice",
        15,
        g -> {
          String conv = g.node("Conv", INPUT, g.weights(4, 6, 3));
          return g.node("Add", batchNorm(g, conv, 4), conv);
        });
    check(
        "scaled and shifted convolution",
        13,
        g -> {
          String conv = g.node("Conv", INPUT, g.weights(4, 6, 3));
          String scaled = g.node("Div", g.node("Mul", g.weights(4, 1), conv), g.number(3));
          return g.node("Sub", g.weights(1, 4, 1), scaled);
        });
    check("layer normalisation", 17, g -> layerNorm(g, INPUT, Map.of("epsilon", 1e-3f), 24));
    check(
        "layer normalisation over two axes",
        17,
        g -> g.node("LayerNormalization", Map.of("axis", 1), INPUT, g.weights(6, 24)));
    check("layer normalisation of nine nodes", 13, OperatorTest::nineNodes);
    check(
        "instance normalisation",
        9,
        g -> g.node("InstanceNormalization", INPUT, g.weights(6), g.weights(6)));
    check(
        "group normalisation of groups",
        18,
        g ->
            g.node(
                "GroupNormalization", Map.of("num_groups", 3), INPUT, g.weights(3), g.weights(3)));
    check(
        "group normalisation of channels",
        21,
        g ->
            g.node(
                "GroupNormalization", Map.of("num_groups", 3), INPUT, g.weights(6), g.weights(6)));
    return tests;
  }

  private static String batchNorm(Graph g, String x, int channels) {
    return g.node(
        "BatchNormalization",
        Map.of("epsilon", 1e-3f),
        x,
        g.weights(channels),
        g.weights(channels),
        g.weights(channels),
        g.positive(channels));
  }

  private static String layerNorm(Graph g, String x, Map<String, ?> attributes, int size) {
    return g.node("LayerNormalization", attributes, x, g.weights(size), g.weights(size));
  }

  static String nineNodes(Graph g) {
    Map<String, ?> last = Map.of("axes", ints(-1));
    String centred = g.node("Sub", INPUT, g.node("ReduceMean", last, INPUT));
    String variance = g.node("ReduceMean", last, g.node("Pow", centred, g.number(2)));
    String root = g.node("Sqrt", g.node("Add", variance, g.number(1e-5f)));
    String scaled = g.node("Mul", g.node("Div", centred, root), g.weights(24));
    return g.node("Add", scaled, g.weights(24));
  }

  @TestFactory
  List<DynamicTest> reductionsAgreeWithOnnxruntime() {
    for (String kind :
        List.of("Mean", "Sum", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSumExp")) {
      String op = "Reduce" + kind;
      check(op, 11, g -> g.node(op, Map.of("axes", ints(2), "keepdims", 0), INPUT));
      check(op + " of two", 11, g -> g.node(op, Map.of("axes", ints(-1, 1)), INPUT));
      check(op + " of all", 11, g -> g.node(op, Map.of("keepdims", 0), INPUT));
      check(op + " by input", 18, g -> g.node(op, INPUT, g.longs(1)));
    }
    check("sum by input", 13, g -> g.node("ReduceSum", INPUT, g.longs(-1)));
    check("log of sum", 11, g -> g.node("ReduceLogSum", g.node("Exp", INPUT)));
    check("none", 18, g -> g.node("ReduceSum", Map.of("noop_with_empty_axes", 1), INPUT));
    for (int exclusive : List.of(0, 1)) {
      for (int reverse : List.of(0, 1)) {
        check(
            "running sum " + exclusive + reverse,
            11,
            g ->
                g.node(
                    "CumSum",
                    Map.of("exclusive", exclusive, "reverse", reverse),
                    INPUT,
                    g.longsOf(ints(2))));
      }
    }
    for (int opset : List.of(11, 13)) {
      for (String op : List.of("Softmax", "LogSoftmax")) {
        for (int axis : List.of(0, 1, -1)) {
          check(op + " along " + axis, opset, g -> g.node(op, Map.of("axis", axis), INPUT));
        }
        check(op + " by default", opset, g -> g.node(op, INPUT));
      }
    }
    return tests;
  }
}
