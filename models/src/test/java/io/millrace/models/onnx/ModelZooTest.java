/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Imports every model file of the data folder and compares with its goldens and onnxruntime. */
class ModelZooTest {
  private static Path data() {
    String folder = System.getProperty("millrace.data", "");
    assumeFalse(folder.isEmpty(), "set millrace.data to the folder of public data sets");
    return Path.of(folder, "onnx");
  }

  @TestFactory
  List<DynamicTest> pytorchModelsComputeTheirGoldenOutputs() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data().resolve("pytorch"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        String name = file.getParent().getFileName() + "/" + file.getFileName();
        tests.add(DynamicTest.dynamicTest(name, () -> check(file)));
      }
    }
    return tests;
  }

  private static void check(Path file) throws Exception {
    JsonNode meta = new ObjectMapper().readTree(file.resolveSibling("meta.json").toFile());
    boolean dynamic = file.getFileName().toString().contains("-dyn-");
    ImportOptions options = ImportOptions.standard();
    if (dynamic) {
      options = options.withWindow(meta.get("window").asInt());
    }
    ImportedModel model = OnnxImporter.importModel(file, options);
    Network network = model.network();
    assertThat(network.window()).isEqualTo(meta.get("window").asInt());
    float[] golden = floats(file.resolveSibling("output.bin"));
    float[] output = NaiveInterpreter.output(network, floats(file.resolveSibling("input.bin")));
    Agreement.assertClose(output, golden);
    float[] noise = Reference.noise(network.channels() * network.window(), 7);
    Agreement.assertClose(
        NaiveInterpreter.output(network, noise),
        Reference.run(Files.readAllBytes(file), noise, network.window()));
  }

  static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
