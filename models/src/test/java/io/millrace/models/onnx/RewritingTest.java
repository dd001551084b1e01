/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.tensor.Activation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What several nodes say becomes one layer; that the numbers stay is tested per operator. */
class RewritingTest {
  private static Network imported(int opset, Function<Graph, String> build) {
    Graph graph = Graph.signal(opset, 6, 24);
    return OnnxImporter.read(graph.bytes(build.apply(graph)), Limits.standard());
  }

  private static List<String> ops(Network network) {
    return network.layers().stream().map(l -> l.op().getClass().getSimpleName()).toList();
  }

  private static String batchNorm(Graph g, String x, int channels) {
    return g.node(
        "BatchNormalization",
        x,
        g.weights(channels),
        g.weights(channels),
        g.weights(channels),
        g.positive(channels));
  }

  @Test
  void batchNormalisationDisappearsInTheConvolutionBeforeIt() {
    Network network = imported(13, g -> batchNorm(g, g.node("Conv", INPUT, g.weights(4, 6, 3)), 4));
    assertThat(ops(network)).containsExactly("Conv");
  }

  @Test
  void batchNormalisationDisappearsInTheDenseLayerBeforeIt() {
    Network network =
        imported(
            13,
            g ->
                batchNorm(
                    g,
                    g.node("Gemm", g.node("Flatten", INPUT), g.weights(144, 5), g.weights(5)),
                    5));
    assertThat(ops(network)).containsExactly("Reshape", "Linear");
  }

  @Test
  void batchNormalisationOfAConvolutionReadTwiceStays() {
    Network network =
        imported(
            13,
            g -> {
              String conv = g.node("Conv", INPUT, g.weights(4, 6, 3));
              return g.node("Add", batchNorm(g, conv, 4), conv);
            });
    assertThat(ops(network)).containsExactly("Conv", "Affine", "Binary");
  }

  @Test
  void batchNormalisationBeforeAConvolutionStays() {
    Network network = imported(13, g -> g.node("Conv", batchNorm(g, INPUT, 6), g.weights(4, 6, 3)));
    assertThat(ops(network)).containsExactly("Affine", "Conv");
  }

  @Test
  void networksWithStepsKeepTheirWeightsUnscaled() {
    Network network =
        imported(
            13,
            g ->
                g.node(
                    "Floor",
                    g.node("Mul", g.node("Conv", INPUT, g.weights(4, 6, 3)), g.number(0.37f))));
    assertThat(ops(network)).containsExactly("Conv", "Binary", "Unary");
  }

  @Test
  void matrixProductAndBiasBecomeOneLayer() {
    Network network =
        imported(13, g -> g.node("Add", g.weights(5), g.node("MatMul", INPUT, g.weights(24, 5))));
    assertThat(ops(network)).containsExactly("Linear");
  }

  @Test
  void layerNormalisationOfNineNodesIsRecognised() {
    Network network = imported(13, OperatorTest::nineNodes);
    assertThat(ops(network)).containsExactly("LayerNorm");
    Op.LayerNorm norm = (Op.LayerNorm) network.layers().get(0).op();
    assertThat(norm.axis()).isEqualTo(2);
    assertThat(norm.epsilon()).isEqualTo(1e-5f);
  }

  @Test
  void geluOfFiveNodesIsRecognised() {
    Network network =
        imported(
            13,
            g -> {
              String erf = g.node("Erf", g.node("Div", INPUT, g.number((float) Math.sqrt(2))));
              String gate = g.node("Add", erf, g.number(1));
              return g.node("Mul", g.node("Mul", INPUT, gate), g.number(0.5f));
            });
    assertThat(network.layers())
        .singleElement()
        .extracting(Layer::op)
        .isEqualTo(new Op.Unary(new Activation(Activation.Kind.GELU, 0, 0)));
  }

  @Test
  void hardSwishOfTwoNodesIsRecognised() {
    Network network =
        imported(
            13,
            g -> {
              String gate = g.node("HardSigmoid", Map.of("alpha", 1 / 6f, "beta", 0.5f), INPUT);
              return g.node("Mul", INPUT, gate);
            });
    assertThat(network.layers())
        .singleElement()
        .extracting(Layer::op)
        .isEqualTo(new Op.Unary(new Activation(Activation.Kind.HARD_SWISH, 0, 0)));
  }

  @Test
  void zeroPaddingMovesIntoAllConvolutionsThatReadIt() {
    Network network =
        imported(
            13,
            g -> {
              String padded = g.node("Pad", INPUT, g.longs(0, 0, 8, 0, 0, 1));
              return g.node(
                  "Add",
                  g.node("Conv", padded, g.weights(4, 6, 5)),
                  g.node("Conv", Map.of("pads", new long[] {1, 1}), padded, g.weights(4, 6, 7)));
            });
    assertThat(ops(network)).containsExactly("Conv", "Conv", "Binary");
    Op.Conv second = (Op.Conv) network.layers().get(1).op();
    assertThat(second.padLeft()).isEqualTo(9);
    assertThat(second.padRight()).isEqualTo(2);
  }

  @Test
  void paddingByOtherThanZerosStays() {
    Network network =
        imported(
            13,
            g ->
                g.node(
                    "Conv",
                    g.node("Pad", INPUT, g.longs(0, 0, 2, 0, 0, 2), g.number(1)),
                    g.weights(4, 6, 5)));
    assertThat(ops(network)).containsExactly("Pad", "Conv");
  }

  @Test
  void layersWithoutEffectDisappear() {
    Network network =
        imported(
            13,
            g -> {
              String same = g.node("Pad", INPUT, g.longs(0, 0, 0, 0, 0, 0));
              String dropped = g.node("Dropout", g.node("Identity", same));
              String wide = g.node("Unsqueeze", dropped, g.longs(0));
              String narrow = g.node("Squeeze", wide, g.longs(0));
              g.node("Sin", narrow);
              return g.node("Relu", g.node("Slice", narrow, g.longs(0), g.longs(24), g.longs(2)));
            });
    assertThat(ops(network)).containsExactly("Unary");
    assertThat(network.values()).hasSize(2);
  }

  @Test
  void negativePaddingBecomesASlice() {
    Network network = imported(13, g -> g.node("Pad", INPUT, g.longs(0, 0, -3, 0, 0, 0)));
    assertThat(ops(network)).containsExactly("Slice");
  }

  @Test
  void heightOfOneIsKeptAsAnAxis() {
    Graph graph = new Graph(13, 1, 3, 1, 20);
    Network network =
        OnnxImporter.read(
            graph.bytes(graph.node("Conv", INPUT, graph.weights(4, 3, 1, 5))), Limits.standard());
    assertThat(network.value(network.input()).shape()).containsExactly(1, 3, 20);
    assertThat(ops(network)).containsExactly("Reshape", "Conv");
    assertThat(((Op.Conv) network.layers().get(1).op()).axis()).isEqualTo(3);
  }

  @Test
  void batchFirstRecurrenceEqualsTimeFirst() {
    Function<Integer, Network> rnn =
        layout ->
            imported(
                14,
                g -> {
                  String steps =
                      g.node(
                          "Transpose",
                          Map.of("perm", layout == 1 ? longs(0, 2, 1) : longs(2, 0, 1)),
                          INPUT);
                  return g.nodes(
                          "LSTM",
                          1,
                          Map.of("hidden_size", 4, "layout", layout),
                          steps,
                          g.weights(1, 16, 6),
                          g.weights(1, 16, 4))
                      .get(0);
                });
    float[] noise = Reference.noise(144, 2);
    Network batchFirst = rnn.apply(1);
    assertThat(batchFirst.value(batchFirst.output()).shape()).containsExactly(1, 24, 1, 4);
    assertThat(NaiveInterpreter.output(batchFirst, noise))
        .containsExactly(NaiveInterpreter.output(rnn.apply(0), noise));
  }

  private static long[] longs(long... values) {
    return values;
  }

  @Test
  void everyOperandIsComputedBeforeItIsRead() {
    Network network = imported(13, OperatorTest::nineNodes);
    assertThat(network.values()).extracting(Value::id).isSorted();
    boolean[] known = new boolean[network.values().size()];
    network.values().forEach(v -> known[v.id()] = v.isConstant() || v.id() == network.input());
    for (Layer layer : network.layers()) {
      assertThat(layer.inputs()).allMatch(id -> known[id]);
      known[layer.output()] = true;
    }
    assertThat(known[network.output()]).isTrue();
  }
}
