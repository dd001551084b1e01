/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.ModelImportException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that want memory, time or other files get an error instead. */
class HostileFileTest {
  /** What a process of 64 MiB would allow. */
  private static final Limits SMALL = new Limits(16 << 20, 10_000, 8, 16 << 20, 1 << 24, 1 << 22);

  private static void assertRefused(byte[] model, Reason reason, String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> OnnxImporter.read(model, SMALL))
                .isInstanceOfSatisfying(
                    ModelImportException.class,
                    e -> {
                      assertThat(e).hasMessageContaining(text);
                      assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
                      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
                    }));
  }

  private static void assertRefused(Function<Graph, String> build, Reason reason, String text) {
    Graph graph = Graph.signal(13, 6, 24);
    assertRefused(graph.bytes(build.apply(graph)), reason, text);
  }

  @Test
  void hugeConstantIsRefusedBeforeItIsMade() {
    assertRefused(
        g -> g.node("Add", INPUT, g.node("ConstantOfShape", g.longs(1_000_000, 1_000_000))),
        Reason.TOO_LARGE,
        "constantBytes");
    assertRefused(
        g -> g.node("Add", INPUT, g.node("ConstantOfShape", g.longs(1L << 40))),
        Reason.BROKEN,
        "ConstantOfShape");
    assertRefused(
        g -> g.node("Add", INPUT, g.node("Expand", g.number(1), g.longs(1 << 15, 1 << 15))),
        Reason.TOO_LARGE,
        "constantBytes");
    assertRefused(
        g -> {
          String end = g.number(1e9f);
          return g.node("Add", INPUT, g.node("Range", g.number(0), end, g.number(1)));
        },
        Reason.TOO_LARGE,
        "constantBytes");
  }

  @Test
  void constantsThatDoubleEndlesslyAreRefused() {
    assertRefused(
        g -> {
          String block = g.weights(16);
          for (int i = 0; i < 40; i++) {
            block = g.node("Concat", Map.of("axis", 0), block, block);
          }
          return g.node("Add", INPUT, block);
        },
        Reason.TOO_LARGE,
        "constantBytes");
  }

  @Test
  void foldingWithoutEndIsRefused() {
    assertRefused(
        g -> {
          String matrix = g.weights(300, 300);
          for (int i = 0; i < 100; i++) {
            matrix = g.node("MatMul", matrix, matrix);
          }
          return g.node("MatMul", INPUT, matrix);
        },
        Reason.TOO_LARGE,
        "foldingSteps");
  }

  @Test
  void hugeActivationIsRefused() {
    assertRefused(
        g -> g.node("Pad", INPUT, g.longs(0, 0, 1 << 28, 0, 0, 0)),
        Reason.TOO_LARGE,
        "activationElements");
    assertRefused(
        g -> g.node("Tile", g.node("ReduceMax", INPUT), g.longs(1, 1 << 20, 1 << 20)),
        Reason.TOO_LARGE,
        "activationElements");
    assertRefused(
        g ->
            g.node(
                "ConvTranspose",
                Map.of("strides", new long[] {1 << 27}),
                INPUT,
                g.weights(6, 4, 3)),
        Reason.BROKEN,
        "ConvTranspose");
  }

  @Test
  void numbersThatOverflowAreRefused() {
    long big = Integer.MAX_VALUE;
    assertRefused(
        g ->
            g.node(
                "Conv", Map.of("dilations", new long[] {1 << 28}), INPUT, g.weights(4, 6, 1 << 5)),
        Reason.TOO_LARGE,
        "spans");
    assertRefused(g -> g.node("Reshape", INPUT, g.longs(big, big, big)), Reason.BROKEN, "Reshape");
    assertRefused(
        g -> g.node("Conv", Map.of("pads", new long[] {big, big}), INPUT, g.weights(4, 6, 3)),
        Reason.BROKEN,
        "pads");
    assertRefused(
        g -> g.node("Reshape", INPUT, g.node("Div", g.longs(1), g.longs(0))),
        Reason.BROKEN,
        "divided by zero");
  }

  @Test
  void swarmsOfAxesAreRefused() {
    long[] ones = new long[100_000];
    Arrays.fill(ones, 1);
    for (String op : new String[] {"Reshape", "Expand", "Tile", "Unsqueeze"}) {
      assertRefused(g -> g.node(op, INPUT, g.longs(ones)), op);
    }
    assertRefused(
        g -> {
          String grown = g.longsOf(new long[] {0}, 1, 1, 1, 1, 1, 1, 1, 1);
          for (int i = 0; i < 5_000; i++) {
            grown = g.node("Gather", grown, grown);
          }
          return g.node("Add", INPUT, grown);
        },
        "Gather");
  }

  private static void assertRefused(Function<Graph, String> build, String text) {
    Graph graph = Graph.signal(13, 6, 24);
    byte[] model = graph.bytes(build.apply(graph));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> OnnxImporter.read(model, SMALL))
                .isInstanceOf(ModelImportException.class)
                .hasMessageContaining(text)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000)));
  }

  @Test
  void tensorThatLiesAboutItsSizeIsRefused() {
    assertRefused(
        g -> {
          String weights = g.weights(4, 6, 3);
          g.proto().getInitializerBuilder(0).setDims(0, 1 << 20);
          return g.node("Conv", INPUT, weights);
        },
        Reason.TOO_LARGE,
        "constantBytes");
    assertRefused(
        g -> {
          String weights = g.weights(4, 6, 3);
          g.proto().getInitializerBuilder(0).setDims(0, 5);
          return g.node("Conv", INPUT, weights);
        },
        Reason.BROKEN,
        "72 values for a shape of 90");
    assertRefused(
        g -> {
          String weights = g.weights(4, 6, 3);
          g.proto().getInitializerBuilder(0).setDims(0, -4);
          return g.node("Conv", INPUT, weights);
        },
        Reason.BROKEN,
        "length -4");
  }

  @Test
  void cyclesAreRefused() {
    Graph graph = Graph.signal(13, 6, 24);
    String first = graph.node("Add", INPUT, "loop");
    String second = graph.node("Relu", first);
    graph.proto().getNodeBuilder(1).setOutput(0, "loop");
    assertThat(second).isNotEqualTo("loop");
    assertRefused(graph.bytes("loop"), Reason.BROKEN, "cycle");
  }

  @Test
  void deepChainsNeedNoStack() {
    Graph graph = Graph.signal(13, 6, 24);
    String x = INPUT;
    for (int i = 0; i < 9_000; i++) {
      x = graph.node("Relu", x);
    }
    assertThat(OnnxImporter.read(graph.bytes(x), SMALL).layers()).hasSize(9_000);
    for (int i = 0; i < 2_000; i++) {
      x = graph.node("Relu", x);
    }
    assertRefused(graph.bytes(x), Reason.TOO_LARGE, "11000 nodes");
  }

  @Test
  void deepNestingIsRefused() {
    GraphProto body = GraphProto.newBuilder().setName("body").build();
    for (int i = 0; i < 30; i++) {
      AttributeProto attribute = Graph.attribute("body", body);
      NodeProto node = NodeProto.newBuilder().setOpType("Loop").addAttribute(attribute).build();
      body = GraphProto.newBuilder().setName("body").addNode(node).build();
    }
    assertRefused(
        ModelProto.newBuilder().setGraph(body).build().toByteArray(), Reason.BROKEN, "nests");
  }

  @Test
  void swarmsOfEmptyMessagesAreRefused() throws IOException {
    // Two bytes per node: ten megabytes would become a gigabyte of objects.
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    for (int i = 0; i < 5_000_000; i++) {
      nodes.write(0x0A);
      nodes.write(0);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(file);
    output.writeByteArray(7, nodes.toByteArray());
    output.flush();
    assertRefused(file.toByteArray(), Reason.TOO_LARGE, "memory");
  }

  @Test
  void filesOverTheLimitAreNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("big.onnx");
    Files.write(file, new byte[(16 << 20) + 1]);
    assertThatThrownBy(() -> OnnxImporter.read(file, SMALL))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("fileBytes");
  }

  @Test
  void emptyAndForeignFilesAreRefused() {
    assertRefused(new byte[0], Reason.BROKEN, "empty");
    assertRefused(
        "PK\003\004 not a model at all".getBytes(StandardCharsets.UTF_8), Reason.BROKEN, "");
    assertRefused(
        ModelProto.getDefaultInstance().toBuilder().setIrVersion(8).build().toByteArray(),
        Reason.BROKEN,
        "no graph");
  }

  @Test
  void namesFromTheFileCannotForgeMessages() {
    assertRefused(
        g -> {
          String x = g.node("Sin", INPUT);
          g.proto().getNodeBuilder(0).setName("a\nINFO all is well\u2028" + "b".repeat(10_000));
          return x;
        },
        Reason.UNSUPPORTED,
        "a?INFO all is well?b");
  }

  private static byte[] external(Path folder, String location, String... more) throws IOException {
    Graph graph = Graph.signal(13, 6, 24);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(4)
            .addDims(6)
            .addDims(3)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location));
    for (int i = 0; i < more.length; i += 2) {
      tensor.addExternalData(entry(more[i], more[i + 1]));
    }
    graph.proto().addInitializer(tensor);
    byte[] model = graph.bytes(graph.node("Conv", INPUT, "w"));
    Files.write(folder.resolve("model.onnx"), model);
    return model;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static byte[] weights() {
    ByteBuffer bytes = ByteBuffer.allocate(100 + 72 * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(100);
    for (int i = 0; i < 72; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }

  @Test
  void externalDataBesideTheModelIsRead(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.write(folder.resolve("data").resolve("w.bin"), weights());
    byte[] model = external(folder, "data/w.bin", "offset", "100", "length", "288");
    assertThat(OnnxImporter.read(folder.resolve("model.onnx"), SMALL).layers()).hasSize(1);
    assertRefused(model, Reason.UNSUPPORTED, "another file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../w.bin",
        "data/../../w.bin",
        "/etc/passwd",
        "",
        "C:\\w.bin",
        "..\\w.bin",
        "a\0b"
      })
  void externalDataElsewhereIsRefused(String location, @TempDir Path parent) throws IOException {
    Files.write(parent.resolve("w.bin"), weights());
    Path folder = Files.createDirectories(parent.resolve("model"));
    Files.createDirectory(folder.resolve("data"));
    external(folder, location);
    assertBroken(folder, location.contains("\0") ? "not a path" : "inside the model's folder");
  }

  @Test
  void linksOutOfTheFolderAreRefused(@TempDir Path parent) throws IOException {
    Files.write(parent.resolve("w.bin"), weights());
    Path folder = Files.createDirectories(parent.resolve("model"));
    Files.createSymbolicLink(folder.resolve("w.bin"), parent.resolve("w.bin"));
    Files.createSymbolicLink(folder.resolve("up"), parent);
    external(folder, "w.bin", "offset", "100");
    assertBroken(folder, "a link out of the model's folder");
    external(folder, "up/w.bin", "offset", "100");
    assertBroken(folder, "a link out of the model's folder");
  }

  @Test
  void externalDataMustHoldWhatTheTensorNeeds(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("w.bin"), weights());
    external(folder, "w.bin", "offset", "101");
    assertBroken(folder, "bytes 101 to 389 of a file of 388");
    external(folder, "w.bin", "offset", "-1");
    assertBroken(folder, "offset '-1'");
    external(folder, "w.bin", "offset", "9223372036854775807");
    assertBroken(folder, "of a file of 388");
    external(folder, "w.bin", "length", "4");
    assertBroken(folder, "needs 288 bytes");
    external(folder, "missing.bin");
    assertBroken(folder, "missing.bin");
  }

  private static void assertBroken(Path folder, String text) {
    assertThatThrownBy(() -> OnnxImporter.read(folder.resolve("model.onnx"), SMALL))
        .isInstanceOfSatisfying(
            ModelImportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN))
        .hasMessageContaining(text);
  }

  @Test
  void halfAndDoubleWeightsBecomeFloats() {
    Graph graph = Graph.signal(13, 1, 4);
    ByteBuffer halves = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
    halves.putShort((short) 0x3C00).putShort((short) 0xC100).putShort((short) 0x0001);
    graph
        .proto()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("h")
                .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                .addDims(3)
                .addDims(1)
                .addDims(1)
                .setRawData(ByteString.copyFrom(halves.array())))
        .addInitializer(
            TensorProto.newBuilder()
                .setName("d")
                .setDataType(TensorProto.DataType.DOUBLE_VALUE)
                .addDims(3)
                .addDoubleData(0.1)
                .addDoubleData(1e-3)
                .addDoubleData(-2));
    byte[] model = graph.bytes(graph.node("Conv", INPUT, "h", "d"));
    var conv = (Op.Conv) OnnxImporter.read(model, SMALL).layers().get(0).op();
    assertThat(conv.weight()).containsExactly(1f, -2.5f, 0x1p-24f);
    assertThat(conv.bias()).containsExactly(0.1f, 1e-3f, -2f);
  }
}
