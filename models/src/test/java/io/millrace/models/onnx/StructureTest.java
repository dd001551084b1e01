/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shapes, selections, dense and recurrent layers compute what onnxruntime computes. */
class StructureTest {
  private final List<DynamicTest> tests = new ArrayList<>();

  private void check(String name, Graph graph, Function<Graph, String> build) {
    tests.add(
        DynamicTest.dynamicTest(name, () -> Agreement.compare(graph.bytes(build.apply(graph)))));
  }

  /** Over (1, 6, 24). */
  private void check(String name, int opset, Function<Graph, String> build) {
    check(name + " at " + opset, Graph.signal(opset, 6, 24), build);
  }

  private static long[] ints(long... values) {
    return values;
  }

  @TestFactory
  List<DynamicTest> shapesAgreeWithOnnxruntime() {
    check("reshape", 13, g -> g.node("Reshape", INPUT, g.longs(0, -1, 4)));
    check("reshape to all", 13, g -> g.node("Reshape", INPUT, g.longs(-1)));
    for (int axis : List.of(0, 1, 2, 3, -1)) {
      check("flatten " + axis, 13, g -> g.node("Flatten", Map.of("axis", axis), INPUT));
    }
    check("unsqueeze", 13, g -> g.node("Unsqueeze", INPUT, g.longs(-1, 1)));
    check("unsqueeze by attribute", 9, g -> g.node("Unsqueeze", Map.of("axes", ints(0)), INPUT));
    check("squeeze", 13, g -> g.node("Squeeze", g.node("ReduceMax", INPUT)));
    check("squeeze one", 13, g -> g.node("Squeeze", INPUT, g.longs(0)));
    check("transpose", 9, g -> g.node("Transpose", Map.of("perm", ints(2, 0, 1)), INPUT));
    check("transpose by default", 9, g -> g.node("Transpose", INPUT));
    check(
        "transpose twice",
        9,
        g ->
            g.node(
                "Transpose",
                Map.of("perm", ints(1, 2, 0)),
                g.node("Transpose", Map.of("perm", ints(2, 0, 1)), g.node("Relu", INPUT))));
    check(
        "expand",
        13,
        g ->
            g.node(
                "Expand",
                g.node("ReduceMean", Map.of("axes", ints(2)), INPUT),
                g.longs(2, 1, 1, 5)));
    check("tile", 13, g -> g.node("Tile", INPUT, g.longs(1, 2, 3)));
    check("tile of one", 13, g -> g.node("Tile", g.node("ReduceMax", INPUT), g.longs(1, 2, 3)));
    check("dropout", 12, g -> g.node("Relu", g.node("Dropout", INPUT)));
    check("view of the batch", 13, StructureTest::viewOfBatch);
    check("padding as pytorch exports it", 13, StructureTest::runTimePad);
    check(
        "length divided at run time",
        13,
        g -> {
          String time = g.node("Gather", g.node("Shape", INPUT), g.longsOf(ints(2)));
          String half = g.node("Div", time, g.longsOf(ints(2)));
          String end = g.node("Unsqueeze", half, g.longs(0));
          return g.node("Slice", INPUT, g.longs(0), end, g.longs(2));
        });
    check(
        "constant mask from a range",
        13,
        g -> {
          String range = g.node("Range", g.number(0), g.number(24), g.number(1));
          String late = g.node("Greater", range, g.number(11));
          return g.node("Mul", INPUT, g.node("Cast", Map.of("to", 1), late));
        });
    check(
        "constant triangle",
        14,
        g ->
            g.node(
                "MatMul",
                INPUT,
                g.node("Trilu", Map.of("upper", 0), g.weights(24, 24), g.longsOf(ints(-2)))));
    check(
        "shape with start and end",
        15,
        g ->
            g.node(
                "Reshape",
                INPUT,
                g.node(
                    "Concat",
                    Map.of("axis", 0),
                    g.longs(-1),
                    g.node("Shape", Map.of("start", -1), INPUT))));
    return tests;
  }

  /** x.view(x.size(0), -1). */
  private static String viewOfBatch(Graph g) {
    String batch = g.node("Gather", Map.of("axis", 0), g.node("Shape", INPUT), g.longsOf(ints(0)));
    String shape =
        g.node("Concat", Map.of("axis", 0), g.node("Unsqueeze", batch, g.longs(0)), g.longs(-1));
    return g.node("Reshape", INPUT, shape);
  }

  /** F.pad(x, (5, 2)) of opset 11 and later: the amounts are turned round at run time. */
  static String runTimePad(Graph g) {
    String zeros = g.node("ConstantOfShape", Map.of("value", int64(0)), g.longs(4));
    String amounts = g.node("Concat", Map.of("axis", 0), g.longs(5, 2), zeros);
    String pairs = g.node("Reshape", amounts, g.longs(-1, 2));
    String reversed =
        g.node("Slice", pairs, g.longs(-1), g.longs(-Long.MAX_VALUE), g.longs(0), g.longs(-1));
    String flat =
        g.node("Reshape", g.node("Transpose", Map.of("perm", ints(1, 0)), reversed), g.longs(-1));
    return g.node("Pad", INPUT, g.node("Cast", Map.of("to", 7), flat), "");
  }

  private static TensorProto int64(long value) {
    return TensorProto.newBuilder()
        .setDataType(TensorProto.DataType.INT64_VALUE)
        .addDims(1)
        .addInt64Data(value)
        .build();
  }

  @TestFactory
  List<DynamicTest> selectionsAgreeWithOnnxruntime() {
    long most = Long.MAX_VALUE;
    check("slice", 13, g -> g.node("Slice", INPUT, g.longs(2), g.longs(9), g.longs(2)));
    check(
        "slice of two axes with steps",
        13,
        g ->
            g.node(
                "Slice", INPUT, g.longs(1, -3), g.longs(most, -20), g.longs(1, 2), g.longs(2, -3)));
    check(
        "slice from the end",
        13,
        g -> g.node("Slice", INPUT, g.longs(-5), g.longs(most), g.longs(-1)));
    check(
        "slice backwards to the beginning",
        13,
        g -> g.node("Slice", INPUT, g.longs(-1), g.longs(Long.MIN_VALUE), g.longs(2), g.longs(-1)));
    check("slice without axes", 13, g -> g.node("Slice", INPUT, g.longs(0, 1), g.longs(1, 4)));
    check(
        "slice by attributes",
        9,
        g -> g.node("Slice", Map.of("starts", ints(3), "ends", ints(-1), "axes", ints(2)), INPUT));
    check("gather one", 13, g -> g.node("Gather", Map.of("axis", 2), INPUT, g.longsOf(ints(-1))));
    check("gather some", 13, g -> g.node("Gather", Map.of("axis", 1), INPUT, g.longs(4, 0, 0, 2)));
    check(
        "gather a matrix",
        13,
        g -> g.node("Gather", Map.of("axis", 2), INPUT, g.longsOf(ints(1, 5, 7, 2), 2, 2)));
    check("gather evenly", 13, g -> g.node("Gather", Map.of("axis", 2), INPUT, g.longs(1, 4, 7)));
    check("split evenly", 13, g -> gated(g, g.nodes("Split", 2, Map.of("axis", 1), INPUT)));
    check(
        "split by attribute",
        9,
        g -> gated(g, g.nodes("Split", 2, Map.of("axis", 1, "split", ints(3, 3)), INPUT)));
    check(
        "split by input",
        13,
        g -> g.nodes("Split", 3, Map.of("axis", 2), INPUT, g.longs(5, 12, 7)).get(1));
    check(
        "split into numbered parts",
        18,
        g -> g.nodes("Split", 5, Map.of("axis", 2, "num_outputs", 5), INPUT).get(4));
    check(
        "concat",
        13,
        g -> g.node("Concat", Map.of("axis", 1), INPUT, g.node("Tanh", INPUT), INPUT));
    check(
        "concat with a constant",
        13,
        g -> g.node("Concat", Map.of("axis", -1), g.weights(1, 6, 3), INPUT));
    return tests;
  }

  private static String gated(Graph g, List<String> halves) {
    return g.node("Mul", halves.get(0), g.node("Sigmoid", halves.get(1)));
  }

  @TestFactory
  List<DynamicTest> denseLayersAgreeWithOnnxruntime() {
    check("over the last axis", 13, g -> g.node("MatMul", INPUT, g.weights(24, 5)));
    check(
        "with a bias from the left",
        13,
        g -> g.node("Add", g.weights(5), g.node("MatMul", INPUT, g.weights(24, 5))));
    check("by a vector", 13, g -> g.node("MatMul", INPUT, g.weights(24)));
    check("by a matrix of higher rank", 13, g -> g.node("MatMul", INPUT, g.weights(1, 24, 5)));
    check("by several matrices", 13, g -> g.node("MatMul", INPUT, g.weights(3, 24, 5)));
    check("of a vector", 13, g -> g.node("MatMul", flat(g), g.weights(144, 5)));
    check("from the left over channels", 13, g -> g.node("MatMul", g.weights(4, 6), INPUT));
    check(
        "of two computed matrices",
        13,
        g ->
            g.node(
                "MatMul",
                g.node("Tanh", INPUT),
                g.node("Transpose", Map.of("perm", ints(0, 2, 1)), INPUT)));
    check(
        "gemm with factors and transposition",
        13,
        g ->
            g.node(
                "Gemm",
                Map.of("alpha", 0.5f, "beta", 2f, "transB", 1),
                g.node("Flatten", INPUT),
                g.weights(5, 144),
                g.weights(1, 5)));
    check(
        "gemm over steps with transposed signal",
        13,
        g ->
            g.node(
                "Gemm",
                Map.of("transA", 1),
                g.node("Squeeze", INPUT, g.longs(0)),
                g.weights(6, 5),
                g.weights(24, 1)));
    check(
        "gemm without bias",
        13,
        g -> g.node("Gemm", Map.of("alpha", 3f), g.node("Flatten", INPUT), g.weights(144, 5)));
    check(
        "weights multiplied when read",
        13,
        g -> g.node("MatMul", INPUT, g.node("MatMul", g.weights(24, 3), g.weights(3, 7))));
    check("attention", 13, StructureTest::attention);
    return tests;
  }

  private static String flat(Graph g) {
    return g.node("Reshape", INPUT, g.longs(-1));
  }

  /** Two heads of width three over 24 steps, with a causal mask. */
  static String attention(Graph g) {
    String steps = g.node("Transpose", Map.of("perm", ints(0, 2, 1)), INPUT);
    String query = head(g, steps, ints(0, 2, 1, 3));
    String key = head(g, steps, ints(0, 2, 3, 1));
    String value = head(g, steps, ints(0, 2, 1, 3));
    boolean[] past = new boolean[24 * 24];
    for (int i = 0; i < past.length; i++) {
      past[i] = i % 24 <= i / 24;
    }
    String scores = g.node("Div", g.node("MatMul", query, key), g.number(1.7f));
    String masked =
        g.node("Where", g.booleans(past, 24, 24), scores, g.number(Float.NEGATIVE_INFINITY));
    String weighted = g.node("MatMul", g.node("Softmax", Map.of("axis", -1), masked), value);
    String joined =
        g.node(
            "Reshape",
            g.node("Transpose", Map.of("perm", ints(0, 2, 1, 3)), weighted),
            g.longs(0, 0, -1));
    return g.node("Add", steps, g.node("MatMul", joined, g.weights(6, 6)));
  }

  private static String head(Graph g, String steps, long[] perm) {
    String projected = g.node("MatMul", steps, g.weights(6, 6));
    String heads = g.node("Reshape", projected, g.longs(0, 24, 2, 3));
    return g.node("Transpose", Map.of("perm", perm), heads);
  }

  @TestFactory
  List<DynamicTest> recurrentLayersAgreeWithOnnxruntime() {
    for (String direction : List.of("forward", "reverse", "bidirectional")) {
      for (int output = 0; output < 3; output++) {
        int which = output;
        check("LSTM " + direction + output, 14, g -> recurrent(g, "LSTM", direction, which, 0));
        if (output < 2) {
          check("GRU " + direction + output, 14, g -> recurrent(g, "GRU", direction, which, 0));
          check(
              "GRU before reset " + direction + output,
              14,
              g -> recurrent(g, "GRU", direction, which, 1));
        }
      }
    }
    check(
        "without biases and states",
        14,
        g ->
            g.nodes(
                    "GRU",
                    2,
                    Map.of("hidden_size", 4),
                    steps(g),
                    g.weights(1, 12, 6),
                    g.weights(1, 12, 4))
                .get(1));
    return tests;
  }

  private static String steps(Graph g) {
    return g.node("Transpose", Map.of("perm", ints(2, 0, 1)), INPUT);
  }

  static String recurrent(Graph g, String op, String direction, int output, int before) {
    int directions = direction.equals("bidirectional") ? 2 : 1;
    int gates = op.equals("GRU") ? 3 : 4;
    String[] operands = {
      steps(g),
      g.weights(directions, gates * 4L, 6),
      g.weights(directions, gates * 4L, 4),
      g.weights(directions, gates * 8L),
      "",
      g.weights(directions, 1, 4),
      op.equals("LSTM") ? g.weights(directions, 1, 4) : ""
    };
    Map<String, ?> attributes =
        op.equals("GRU")
            ? Map.of("hidden_size", 4, "direction", direction, "linear_before_reset", before)
            : Map.of("hidden_size", 4, "direction", direction);
    String[] used = op.equals("GRU") ? Arrays.copyOf(operands, 6) : operands;
    return g.nodes(op, op.equals("GRU") ? 2 : 3, attributes, used).get(output);
  }

  @TestFactory
  List<DynamicTest> resamplingAgreesWithOnnxruntime() {
    for (String coordinates : List.of("half_pixel", "asymmetric", "pytorch_half_pixel")) {
      for (String rounding : List.of("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")) {
        check(
            "nearest " + coordinates + " " + rounding,
            13,
            g ->
                g.node(
                    "Resize",
                    Map.of("coordinate_transformation_mode", coordinates, "nearest_mode", rounding),
                    INPUT,
                    "",
                    g.floats(new float[] {1, 1, 3}, 3)));
      }
    }
    check("nearest to a size", 13, g -> g.node("Resize", INPUT, "", "", g.longs(1, 6, 48)));
    check(
        "linear",
        13,
        g ->
            g.node(
                "Resize", Map.of("mode", "linear"), INPUT, "", g.floats(new float[] {1, 1, 4}, 3)));
    check("upsample", 9, g -> g.node("Upsample", INPUT, g.floats(new float[] {1, 1, 2}, 3)));
    check(
        "resize of opset 10", 10, g -> g.node("Resize", INPUT, g.floats(new float[] {1, 1, 2}, 3)));
    return tests;
  }

  @TestFactory
  List<DynamicTest> inputsOfOtherShapesAgreeWithOnnxruntime() {
    check("a vector", new Graph(13, 1, 30), g -> g.node("Gemm", INPUT, g.weights(30, 4)));
    check(
        "one channel in front of a height",
        new Graph(13, 1, 1, 4, 20),
        g -> g.node("Conv", g.node("Squeeze", INPUT, g.longs(1)), g.weights(3, 4, 5)));
    check(
        "dynamic batch", new Graph(13, -1, 6, 20), g -> g.node("Conv", INPUT, g.weights(3, 6, 5)));
    return tests;
  }
}
