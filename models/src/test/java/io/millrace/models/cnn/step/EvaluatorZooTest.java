/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.onnx.ImportOptions;
import io.millrace.models.onnx.OnnxImporter;
import io.millrace.models.tensor.ComputePaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Evaluates every model of the data folder on full windows: its golden outputs, hop after hop. */
class EvaluatorZooTest {
  private static final int BATCH = 4;

  @TestFactory
  List<DynamicTest> modelsComputeTheirGoldenOutputsOnFullWindows() throws IOException {
    String folder = System.getProperty("millrace.data", "");
    assumeFalse(folder.isEmpty(), "set millrace.data to the folder of public data sets");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder, "onnx", "pytorch"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        String name = file.getParent().getFileName() + "/" + file.getFileName();
        tests.add(DynamicTest.dynamicTest(name, () -> check(file)));
      }
    }
    return tests;
  }

  private static void check(Path file) throws IOException {
    JsonNode meta = new ObjectMapper().readTree(file.resolveSibling("meta.json").toFile());
    int window = meta.get("window").asInt();
    ImportOptions options = ImportOptions.standard();
    if (file.getFileName().toString().contains("-dyn-")) {
      options = options.withWindow(window);
    }
    Network network = OnnxImporter.importModel(file, options).network();
    try (Evaluator evaluator = new Evaluator(network, network.layers(), ComputePaths.best())) {
      Workspace workspace = evaluator.workspace(BATCH);
      float[] input = floats(file.resolveSibling("input.bin"));
      float[] golden = floats(file.resolveSibling("output.bin"));
      float[] single = evaluate(evaluator, workspace, network, input, 1);
      // One output alone may be close to zero: the outputs of all hops say what is large.
      double spread = spread(golden);
      for (JsonNode hops : meta.path("hops")) {
        float[] outputs = floats(file.resolveSibling(hops.get("file").asText()));
        spread = Math.max(spread, spread(outputs));
      }
      assertClose(single, golden, spread);
      assertClose(single, NaiveInterpreter.output(network, input), spread);
      for (JsonNode hops : meta.path("hops")) {
        Path signal = file.resolveSibling(meta.path("signal").path("file").asText("signal.bin"));
        checkHops(file, floats(signal), hops, evaluator, workspace, network);
      }
    }
  }

  private static void checkHops(
      Path file,
      float[] signal,
      JsonNode hops,
      Evaluator evaluator,
      Workspace workspace,
      Network network)
      throws IOException {
    float[] golden = floats(file.resolveSibling(hops.get("file").asText()));
    int hop = hops.get("hop").asInt();
    int samples = signal.length / network.channels();
    int out = network.outputSize();
    int windows = golden.length / out;
    double spread = spread(golden);
    float[] inputs = new float[BATCH * network.value(network.input()).size()];
    for (int first = 0; first < windows; first += BATCH) {
      int batch = Math.min(BATCH, windows - first);
      for (int b = 0; b < batch; b++) {
        for (int c = 0; c < network.channels(); c++) {
          System.arraycopy(
              signal,
              c * samples + (first + b) * hop,
              inputs,
              (b * network.channels() + c) * network.window(),
              network.window());
        }
      }
      float[] outputs = evaluate(evaluator, workspace, network, inputs, batch);
      float[] expected = Arrays.copyOfRange(golden, first * out, (first + batch) * out);
      assertClose(outputs, expected, spread);
    }
  }

  private static float[] evaluate(
      Evaluator evaluator, Workspace workspace, Network network, float[] inputs, int batch) {
    int in = network.value(network.input()).size();
    System.arraycopy(inputs, 0, workspace.tensor(network.input()), 0, batch * in);
    evaluator.run(workspace, batch);
    return Arrays.copyOf(workspace.tensor(network.output()), batch * network.outputSize());
  }

  private static double spread(float[] golden) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float x : golden) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    return Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)));
  }

  private static void assertClose(float[] actual, float[] expected, double spread) {
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      worst = difference <= worst ? worst : difference;
    }
    assertThat(worst).isLessThanOrEqualTo(1e-5 * spread);
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
