/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.Streamability;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.data.DataFolder;
import io.millrace.models.onnx.OnnxImporter;
import io.millrace.models.tensor.ComputePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks as PyTorch exports them, with golden outputs per hop. */
final class PytorchModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Fixture(Path folder, JsonNode meta) {
    String name() {
      return meta.get("name").asText();
    }

    int window() {
      return meta.get("window").asInt();
    }

    int hop() {
      return meta.get("hop").asInt();
    }

    List<Path> files() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
      }
    }

    Network network(Path file) {
      return OnnxImporter.importFile(file, OptionalInt.of(window()));
    }

    float[] signal() {
      return DataFolder.floats(folder.resolve(meta.get("signal").get("file").asText()));
    }

    /** One row of outputs per window. */
    float[][] golden(JsonNode entry) {
      float[] flat = DataFolder.floats(folder.resolve(entry.get("file").asText()));
      int windows = entry.get("shape").get(0).asInt();
      float[][] rows = new float[windows][flat.length / windows];
      for (int i = 0; i < windows; i++) {
        System.arraycopy(flat, i * rows[i].length, rows[i], 0, rows[i].length);
      }
      return rows;
    }
  }

  private static List<Fixture> fixtures() throws IOException {
    Path root = DataFolder.require().resolve("onnx/pytorch");
    List<Fixture> fixtures = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.exists(folder.resolve("meta.json"))) {
          fixtures.add(new Fixture(folder, JSON.readTree(folder.resolve("meta.json").toFile())));
        }
      }
    }
    return fixtures;
  }

  @TestFactory
  Stream<DynamicTest> streamabilityIsReadOffTheGraph() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Fixture fixture : fixtures()) {
      for (Path file : fixture.files()) {
        tests.add(
            DynamicTest.dynamicTest(
                fixture.name() + "/" + file.getFileName(), () -> assertReport(fixture, file)));
      }
    }
    return tests.stream();
  }

  private static void assertReport(Fixture fixture, Path file) {
    StreamingPlan plan =
        Planner.plan(fixture.network(file), PlanRequest.of(fixture.hop(), Mode.EXACT));
    JsonNode meta = fixture.meta();
    assertThat(plan.streamability().label())
        .as(plan.why())
        .isEqualTo(meta.get("streamable").asText());
    assertThat(plan.accepted()).isEqualTo(plan.streamability() == Streamability.EXACT);
    if (plan.streamability() != Streamability.NO) {
      assertThat(plan.alignment()).as("alignment").isEqualTo(meta.get("alignment").asInt());
      // After up-sampling it differs between rows, and the fixture states none.
      assertThat(plan.receptiveField())
          .as("receptive field")
          .isEqualTo(meta.path("receptive_field").asInt(plan.receptiveField()));
      assertThat(plan.cumulativeStride())
          .as("cumulative stride")
          .isEqualTo(meta.get("cumulative_stride").asText());
    }
  }

  @TestFactory
  Stream<DynamicTest> exactStreamingGivesTheGoldenOutputsOfEveryHop() throws IOException {
    return fixtures().stream()
        .filter(fixture -> fixture.meta().get("streamable").asText().equals("exact"))
        .map(
            fixture ->
                DynamicTest.dynamicTest(
                    fixture.name(),
                    () -> {
                      for (Path file : fixture.files()) {
                        if (!file.toString().contains("-dyn-")) {
                          assertGolden(
                              fixture,
                              file,
                              PlanRequest.of(fixture.hop(), Mode.EXACT),
                              fixture.meta().get("hops").get(0),
                              0,
                              Integer.MAX_VALUE);
                        }
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> signalPaddingGivesTheGoldenOutputsOfTheStream() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Fixture fixture : fixtures()) {
      for (JsonNode stream : fixture.meta().path("streams")) {
        if (!stream.has("file")) {
          continue;
        }
        PlanRequest request = PlanRequest.of(stream.get("hop").asInt(), Mode.SIGNAL_PADDING);
        boolean causal = stream.get("kind").asText().equals("causal");
        // Zeros behind the signal's end reach the last windows of the golden file, no live stream.
        int last =
            stream.has("clean_windows")
                ? stream.get("clean_windows").get(1).asInt()
                : Integer.MAX_VALUE;
        // Only zero padding looks the same at the stream's start as in front of a window.
        int first =
            fixture.name().equals("pad_modes") ? stream.get("clean_windows").get(0).asInt() : 0;
        for (Path file : fixture.files()) {
          if (!file.toString().contains("-dyn-")) {
            tests.add(
                DynamicTest.dynamicTest(
                    fixture.name() + "/" + file.getFileName() + " " + stream.get("kind"),
                    () ->
                        assertGolden(
                            fixture,
                            file,
                            causal ? request.withCausalPadding() : request,
                            stream,
                            first,
                            last)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static void assertGolden(
      Fixture fixture, Path file, PlanRequest request, JsonNode entry, int first, int last) {
    float[][] golden = fixture.golden(entry);
    StreamingPlan plan = Planner.plan(fixture.network(file), request);
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float[] row : golden) {
      for (float value : row) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    double tolerance = 1e-4 * (max - min);
    try (StreamedNetwork model = StreamedNetwork.compile(plan, ComputePaths.best())) {
      List<Streaming.Output> outputs =
          Streaming.run(model, fixture.signal()).stream().filter(o -> !o.warming()).toList();
      int compared = Math.min(outputs.size(), Math.min(golden.length, last));
      assertThat(compared).isGreaterThan(golden.length / 2);
      for (int i = first; i < compared; i++) {
        float[] values = outputs.get(i).values();
        assertThat(values).hasSize(golden[i].length);
        for (int j = 0; j < values.length; j++) {
          double difference = Math.abs((double) values[j] - golden[i][j]);
          assertThat(difference)
              .as("%s window %s output %s: %s, golden %s", file, i, j, values[j], golden[i][j])
              .isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }
}
