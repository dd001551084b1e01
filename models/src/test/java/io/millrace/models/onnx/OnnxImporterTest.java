/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.ModelImportException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxImporterTest {
  private static final ImportOptions STANDARD = ImportOptions.standard();

  private static void assertRefused(
      byte[] model, ImportOptions options, Reason reason, String... texts) {
    assertThatThrownBy(() -> OnnxImporter.importModel(model, options))
        .isInstanceOfSatisfying(
            ModelImportException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.getMessage()).contains(texts).doesNotContain("\n");
            });
  }

  private static byte[] conv(long... inputShape) {
    Graph graph = new Graph(13, inputShape);
    return graph.bytes(graph.node("Conv", INPUT, graph.weights(4, 6, 3)));
  }

  @Test
  void fileTellsNamesVersionsAndMetadata(@TempDir Path folder) throws IOException {
    Graph graph = new Graph(13, -1, 6, 20);
    ModelProto model =
        graph.model(graph.node("Relu", INPUT)).toBuilder()
            .setProducerVersion("2.1")
            .addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("labels").setValue("N,S,V"))
            .build();
    Path file = Files.write(folder.resolve("model.onnx"), model.toByteArray());
    ImportedModel imported = OnnxImporter.importModel(file, STANDARD);
    assertThat(imported.info())
        .isEqualTo(
            new ModelInfo(
                13,
                8,
                "test 2.1",
                "test",
                "x",
                "v0",
                List.of("v0"),
                List.of("x[0]=n1"),
                Map.of("labels", "N,S,V")));
    assertThat(imported.warnings()).isEmpty();
    assertThat(OnnxImporter.importFile(file, OptionalInt.empty()).window()).isEqualTo(20);
  }

  @Test
  void dynamicTimeAxisTakesTheRequestedWindow() {
    byte[] model = conv(-1, 6, -2);
    Network network = OnnxImporter.importModel(model, STANDARD.withWindow(33)).network();
    assertThat(network.window()).isEqualTo(33);
    assertThat(network.value(network.output()).shape()).containsExactly(1, 4, 31);
    assertRefused(model, STANDARD, Reason.REQUEST, "dynamic time axis", "window length");
  }

  @Test
  void fixedWindowRefusesAnotherOne() {
    assertRefused(conv(1, 6, 20), STANDARD.withWindow(33), Reason.REQUEST, "20", "33");
    assertThat(OnnxImporter.importModel(conv(1, 6, 20), STANDARD.withWindow(20))).isNotNull();
  }

  @Test
  void windowTooShortForTheKernelIsNamed() {
    assertRefused(
        conv(1, 6, -1), STANDARD.withWindow(2), Reason.BROKEN, "Conv 'Conv_0'", "too short");
  }

  @Test
  void channelsLastStartsWithATransposition() {
    Graph graph = new Graph(13, 1, 20, 6);
    String steps = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), INPUT);
    byte[] model = graph.bytes(graph.node("Conv", steps, graph.weights(4, 6, 3)));
    Network network =
        OnnxImporter.importModel(model, STANDARD.withLayout(ImportOptions.Layout.CHANNELS_LAST))
            .network();
    assertThat(network.channels()).isEqualTo(6);
    assertThat(network.window()).isEqualTo(20);
    // Both transpositions cancel out.
    assertThat(network.layers()).singleElement().matches(l -> l.op() instanceof Op.Conv);
  }

  /** Time before channels, convolutions in two dimensions, dense layers over the last axis. */
  @Test
  void networkAsKerasExportersWriteItAgreesWithOnnxruntime() throws Exception {
    Graph g = new Graph(13, -1, 32, 3);
    String x = g.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), INPUT);
    x = g.node("Unsqueeze", x, g.longs(2));
    x =
        g.node(
            "Conv",
            Map.of("auto_pad", "SAME_UPPER", "strides", new long[] {1, 2}),
            x,
            g.weights(8, 3, 1, 5));
    x = g.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), g.node("Squeeze", x, g.longs(2)));
    x = g.node("Relu", g.node("Add", x, g.weights(8)));
    x = g.node("ReduceMean", Map.of("axes", new long[] {1}, "keepdims", 0), x);
    x = g.node("Add", g.node("MatMul", x, g.weights(8, 2)), g.weights(2));
    byte[] model = g.bytes(g.node("Softmax", x));
    Network network =
        OnnxImporter.importModel(model, STANDARD.withLayout(ImportOptions.Layout.CHANNELS_LAST))
            .network();
    float[] noise = Reference.noise(96, 4);
    float[] steps = new float[96];
    for (int i = 0; i < 96; i++) {
      steps[i % 32 * 3 + i / 32] = noise[i];
    }
    Agreement.assertClose(NaiveInterpreter.output(network, noise), Reference.run(model, steps, 32));
  }

  @Test
  void operatorSetsOfTheFutureAreReadWithAWarning() {
    Graph graph = Graph.signal(99, 6, 20);
    ImportedModel imported =
        OnnxImporter.importModel(graph.bytes(graph.node("Relu", INPUT)), STANDARD);
    assertThat(imported.warnings()).singleElement().asString().contains("operator set 99");
  }

  @Test
  void fixedBatchIsTakenAsOneAndReported() {
    ImportedModel imported = OnnxImporter.importModel(conv(4, 6, 20), STANDARD);
    assertThat(imported.network().value(imported.network().output()).shape())
        .containsExactly(1, 4, 18);
    assertThat(imported.warnings()).containsExactly("the file has a fixed batch of 4, taken as 1");
  }

  @Test
  void fixedBatchThatIsRearrangedIsRefused() {
    Graph graph = new Graph(13, 2, 6, 20);
    byte[] model = graph.bytes(graph.node("Reshape", INPUT, graph.longs(2, -1)));
    assertRefused(model, STANDARD, Reason.UNSUPPORTED, "fixed batch of 2");
  }

  @Test
  void severalOutputsNeedAName() {
    Graph graph = Graph.signal(13, 6, 20);
    String first = graph.node("Relu", INPUT);
    String second = graph.node("ReduceMax", INPUT);
    byte[] model = graph.model(first, second).toByteArray();
    assertRefused(model, STANDARD, Reason.REQUEST, "2 outputs", first, second);
    ImportedModel imported = OnnxImporter.importModel(model, STANDARD.withOutput(second));
    assertThat(imported.network().outputSize()).isEqualTo(1);
    assertThat(imported.info().output()).isEqualTo(second);
    assertRefused(model, STANDARD.withOutput("other"), Reason.REQUEST, "'other'");
  }

  @Test
  void anyTensorMayBeTheOutput() {
    Graph graph = Graph.signal(13, 6, 20);
    String scores = graph.node("Relu", INPUT);
    byte[] model = graph.bytes(graph.node("ArgMax", scores));
    assertRefused(model, STANDARD, Reason.UNSUPPORTED, "ArgMax", "before it as output");
    assertThat(OnnxImporter.importModel(model, STANDARD.withOutput(scores))).isNotNull();
  }

  @Test
  void inputsWithInitializersAreConstants() {
    Graph graph = Graph.signal(9, 6, 20);
    String weights = graph.weights(4, 6, 3);
    graph.proto().addInput(Graph.info(weights, 4, 6, 3));
    byte[] model = graph.bytes(graph.node("Conv", INPUT, weights));
    assertThat(OnnxImporter.read(model, Limits.standard()).layers()).hasSize(1);
  }

  @Test
  void secondInputIsRefusedUnlessUnused() {
    Graph graph = Graph.signal(9, 6, 20);
    graph.proto().addInput(Graph.info("state", 1, 6, 20));
    String sum = graph.node("Add", INPUT, "state");
    String alone = graph.node("Relu", INPUT);
    byte[] model = graph.model(sum, alone).toByteArray();
    assertRefused(
        model, STANDARD.withOutput(sum), Reason.UNSUPPORTED, "2 inputs", "'x'", "'state'");
    assertThat(OnnxImporter.importModel(model, STANDARD.withOutput(alone))).isNotNull();
  }

  @Test
  void nodesMayComeInAnyOrder() {
    Graph graph = Graph.signal(13, 6, 20);
    String result = graph.node("Relu", graph.node("Tanh", INPUT));
    GraphProto.Builder proto = graph.proto();
    GraphProto swapped =
        proto.clone().clearNode().addNode(proto.getNode(1)).addNode(proto.getNode(0)).build();
    ModelProto model = graph.model(result);
    ModelProto reordered =
        model.toBuilder()
            .setGraph(swapped.toBuilder().addAllOutput(model.getGraph().getOutputList()))
            .build();
    float[] noise = Reference.noise(120, 1);
    assertThat(
            NaiveInterpreter.output(
                OnnxImporter.read(reordered.toByteArray(), Limits.standard()), noise))
        .containsExactly(
            NaiveInterpreter.output(
                OnnxImporter.read(model.toByteArray(), Limits.standard()), noise));
  }

  static List<Arguments> refusals() {
    return List.of(
        refusal("Sin '", "not known", g -> g.node("Sin", INPUT)),
        refusal("If '", "subgraph", g -> g.node("If", Map.of("then_branch", body()), INPUT)),
        refusal("Loop '", "subgraph", g -> g.node("Loop", Map.of("body", body()), INPUT)),
        refusal("SequenceConstruct", "sequences", g -> g.node("SequenceConstruct", INPUT)),
        refusal("RandomNormalLike", "random", g -> g.node("RandomNormalLike", INPUT)),
        refusal("Cast", "bool", g -> g.node("Cast", Map.of("to", 9), INPUT), "truth values"),
        refusal("Cast", "uint8", g -> g.node("Cast", Map.of("to", 2), INPUT)),
        refusal("Conv", "weights from the signal", g -> g.node("Conv", INPUT, INPUT)),
        refusal("Greater", "from the signal", g -> g.node("Greater", INPUT, g.number(0))),
        refusal(
            "BatchNormalization",
            "evaluation mode",
            g ->
                g.node(
                    "BatchNormalization",
                    Map.of("training_mode", 1),
                    INPUT,
                    g.weights(6),
                    g.weights(6),
                    g.weights(6),
                    g.positive(6))),
        refusal("Resize", "integer factors", g -> resize(g, 1.5f)),
        refusal(
            "LSTM",
            "activations",
            g -> lstm(g, Map.of("activations", new String[] {"Relu", "Tanh", "Tanh"}))),
        refusal("LSTM", "clips", g -> lstm(g, Map.of("clip", 1f))),
        refusal("LSTM", "couples", g -> lstm(g, Map.of("input_forget", 1))),
        refusal(
            "LSTM",
            "exchanged",
            g -> g.node("LSTM", g.node("Transpose", INPUT), g.weights(1, 16, 1))),
        refusal(
            "Dropout",
            "at random",
            g -> g.node("Dropout", INPUT, g.number(0.5f), g.booleans(new boolean[] {true}))),
        refusal("output", "does not depend", g -> g.node("Relu", g.number(1)), "no input"));
  }

  private static Arguments refusal(String op, String why, Function<Graph, String> build) {
    return refusal(op, why, build, why);
  }

  private static Arguments refusal(
      String op, String name, Function<Graph, String> build, String why) {
    return Arguments.of(op + " " + name, op, why, build);
  }

  private static GraphProto body() {
    return GraphProto.newBuilder().setName("body").build();
  }

  private static String resize(Graph g, float factor) {
    return g.node("Resize", INPUT, "", g.floats(new float[] {1, 1, factor}, 3));
  }

  private static String lstm(Graph g, Map<String, ?> attributes) {
    String steps = g.node("Transpose", Map.of("perm", new long[] {2, 0, 1}), INPUT);
    return g.node("LSTM", attributes, steps, g.weights(1, 16, 6), g.weights(1, 16, 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatCannotStreamIsRefusedByName(
      String name, String op, String why, Function<Graph, String> build) {
    Graph graph = Graph.signal(14, 6, 24);
    assertRefused(graph.bytes(build.apply(graph)), STANDARD, Reason.UNSUPPORTED, op, why);
  }

  @Test
  void twoDimensionalConvolutionIsRefused() {
    Graph graph = new Graph(13, 1, 1, 6, 20);
    byte[] model = graph.bytes(graph.node("Conv", INPUT, graph.weights(4, 1, 3, 3)));
    assertRefused(model, STANDARD, Reason.UNSUPPORTED, "Conv", "two-dimensional", "[1, 1, 6, 20]");
  }

  @Test
  void customOperatorIsRefusedWithItsDomain() {
    Graph graph = Graph.signal(13, 6, 20);
    String output = graph.node("FusedConv", INPUT);
    graph.proto().getNodeBuilder(0).setDomain("com.microsoft");
    assertRefused(graph.bytes(output), STANDARD, Reason.UNSUPPORTED, "com.microsoft", "custom");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void oldOperatorSetsAreRefused(int opset) {
    Graph graph = Graph.signal(opset, 6, 20);
    assertRefused(
        graph.bytes(graph.node("Relu", INPUT)), STANDARD, Reason.UNSUPPORTED, "operator set");
  }

  @Test
  void inputsThatAreNoSignalsAreRefused() {
    for (long[] shape : new long[][] {{5}, {1, 2, 3, 4, 5}, {1, 3, 4, 5}, {1, -1, 20}}) {
      Graph graph = new Graph(13, shape);
      assertRefused(
          graph.bytes(graph.node("Relu", INPUT)), STANDARD, Reason.UNSUPPORTED, "input 'x'");
    }
  }

  @Test
  void missingFilesAndFoldersAreNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> OnnxImporter.read(folder.resolve("no.onnx"), Limits.standard()))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("no.onnx");
    assertThatThrownBy(() -> OnnxImporter.read(folder, Limits.standard()))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("is not a file");
  }
}
