/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.onnx.ModelImportException.Reason;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Models that others exported: each is computed rightly or refused for the right reason. */
class ThirdPartyTest {

  private static Path data() {
    String folder = System.getProperty("millrace.data", "");
    assumeFalse(folder.isEmpty(), "set millrace.data to the folder of public data sets");
    return Path.of(folder, "onnx");
  }

  @TestFactory
  List<DynamicTest> quantisedNetworksComputeWholeNumbers() {
    return Stream.of("dory_TCN_T", "dory_TCN_test_library")
        .map(data()::resolve)
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> whole(f)))
        .toList();
  }

  /**
   * Products of integers are rounded to floats, so that one value in a hundred thousand is off by
   * one before it is divided: most windows agree to the last digit, the others within a percent.
   */
  private static void whole(Path folder) throws Exception {
    byte[] model = Files.readAllBytes(folder.resolve("TCN.onnx"));
    ImportedModel imported = OnnxImporter.importModel(model, ImportOptions.standard());
    assertThat(imported.warnings()).singleElement().asString().contains("integers");
    Network network = imported.network();
    Random random = new Random(1);
    int exact = 0;
    for (int round = 0; round < 9; round++) {
      float[] window = new float[network.window()];
      for (int i = 0; i < window.length; i++) {
        window[i] = random.nextInt(256);
      }
      float[] output = NaiveInterpreter.output(network, window);
      float[] expected = Reference.run(model, window, network.window());
      Agreement.assertClose(output, expected, 0.01);
      exact += Arrays.equals(output, expected) ? 1 : 0;
    }
    assertThat(exact).isGreaterThanOrEqualTo(5);
  }

  @Test
  void controlFlowIsRefused() {
    Path file = data().resolve("silero_vad").resolve("silero_vad_16k_op15.onnx");
    ModelImportException refusal =
        catchThrowableOfType(
            ModelImportException.class,
            () -> OnnxImporter.importModel(file, ImportOptions.standard()));
    assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal).hasMessageContaining("If '").hasMessageContaining("subgraph");
  }

  @Test
  void backendTestsOfOneDimensionAgreeAndOthersAreRefused() throws IOException {
    TreeSet<String> imported = new TreeSet<>();
    List<String> refusals = new ArrayList<>();
    try (Stream<Path> folders =
        Files.list(data().resolve("backend-tests").resolve("pytorch-converted"))) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        try {
          agrees(OnnxImporter.read(folder.resolve("model.onnx"), Limits.standard()), folder);
          imported.add(name.substring("test_".length()));
        } catch (ModelImportException e) {
          assertThat(e.reason()).as(name).isEqualTo(Reason.UNSUPPORTED);
          refusals.add(name + ": " + e.getMessage());
        }
      }
    }
    assertThat(imported)
        .containsExactlyInAnyOrder(
            "AvgPool1d",
            "AvgPool1d_stride",
            "BatchNorm1d_3d_input_eval",
            "Conv1d",
            "Conv1d_dilated",
            "Conv1d_groups",
            "Conv1d_pad1",
            "Conv1d_pad1size1",
            "Conv1d_pad2",
            "Conv1d_pad2size1",
            "Conv1d_stride",
            "ELU",
            "GLU",
            "GLU_dim",
            "LeakyReLU",
            "LeakyReLU_with_negval",
            "Linear",
            "Linear_no_bias",
            "LogSoftmax",
            "MaxPool1d",
            "MaxPool1d_stride",
            "PReLU_1d",
            "PReLU_1d_multiparam",
            "SELU",
            "Softmax",
            "Softmin",
            "Softplus",
            "Softsign",
            "log_softmax_lastdim",
            "softmax_lastdim");
    assertThat(refusals)
        .allSatisfy(
            text ->
                assertThat(text)
                    .containsAnyOf(
                        "so it is not a 1-D signal",
                        "has 5 axes",
                        "a signal is made of floats",
                        "fixed batch of 10"));
  }

  /** Each record of the stored batch gives the stored result. */
  private static void agrees(Network network, Path folder) throws IOException {
    Path set = folder.resolve("test_data_set_0");
    float[] inputs = tensor(set.resolve("input_0.pb"));
    float[] outputs = tensor(set.resolve("output_0.pb"));
    int in = network.channels() * network.window();
    int out = network.outputSize();
    assertThat(inputs.length / in).isEqualTo(outputs.length / out);
    for (int i = 0; i < inputs.length / in; i++) {
      Agreement.assertClose(
          NaiveInterpreter.output(network, Arrays.copyOfRange(inputs, i * in, (i + 1) * in)),
          Arrays.copyOfRange(outputs, i * out, (i + 1) * out));
    }
  }

  private static float[] tensor(Path file) throws IOException {
    TensorProto proto = TensorProto.parseFrom(Files.readAllBytes(file));
    float[] values = new float[proto.getRawData().size() / Float.BYTES];
    proto
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
