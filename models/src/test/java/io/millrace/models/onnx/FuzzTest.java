/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import static io.millrace.models.onnx.Graph.INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand damaged files: each becomes a sound network or one exception, soon and in little
 * memory.
 */
class FuzzTest {
  private static final int FILES = 10_000;
  private static final Duration TOGETHER = Duration.ofMinutes(4);
  private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MOST_BYTES = 256L << 20;
  private static final long MOST_ELEMENTS = 5_000;
  private static final Limits LIMITS = new Limits(8 << 20, 20_000, 8, 16 << 20, 1 << 24, 1 << 24);

  @Test
  void damagedFilesOfOurOwnAreImportedOrRefused() {
    fuzz(1, FILES, own());
  }

  @Test
  void damagedRealFilesAreImportedOrRefused() throws IOException {
    String folder = System.getProperty("millrace.data", "");
    assumeFalse(folder.isEmpty(), "set millrace.data to the folder of public data sets");
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder, "onnx"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        if (Files.size(file) < 100_000) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
    assertThat(seeds).hasSizeGreaterThan(20);
    fuzz(2, FILES, seeds);
  }

  private static void fuzz(long seed, int count, List<byte[]> seeds) {
    Mutator mutator = new Mutator(seed, seeds);
    assertTimeoutPreemptively(
        TOGETHER,
        () -> {
          ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
          int imported = 0;
          Map<ModelImportException.Reason, Integer> refused =
              new EnumMap<>(ModelImportException.Reason.class);
          for (int i = 0; i < count; i++) {
            byte[] model = mutator.next();
            long start = System.nanoTime();
            long allocated = memory.getCurrentThreadAllocatedBytes();
            try {
              Network network = OnnxImporter.read(model, LIMITS);
              assertSound(network);
              imported++;
            } catch (ModelImportException e) {
              assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(2000);
              assertForeseen(e);
              refused.merge(e.reason(), 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
              fail("file " + i + " of seed " + seed, e);
            }
            assertThat(System.nanoTime() - start).as("time of file %d", i).isLessThan(MOST_NANOS);
            assertThat(memory.getCurrentThreadAllocatedBytes() - allocated)
                .as("memory of file %d", i)
                .isLessThan(MOST_BYTES);
          }
          // Damage that never or always matters would test nothing.
          assertThat(imported).isBetween(count / 50, count * 4 / 5);
          assertThat(refused)
              .containsKeys(
                  ModelImportException.Reason.BROKEN,
                  ModelImportException.Reason.UNSUPPORTED,
                  ModelImportException.Reason.TOO_LARGE);
        });
  }

  /** Only bytes that are no message and divisions by zero are found by failing. */
  private static void assertForeseen(ModelImportException e) {
    if (e.getCause() != null
        && !(e.getCause() instanceof IOException)
        && !(e.getCause() instanceof ArithmeticException)) {
      fail("no check foresaw " + e.getMessage(), e);
    }
  }

  private static void assertSound(Network network) {
    boolean[] known = new boolean[network.values().size()];
    for (Value value : network.values()) {
      known[value.id()] = value.isConstant() || value.id() == network.input();
      if (value.size() < 1 || (value.isConstant() && value.constant().length != value.size())) {
        fail("%s has the wrong size", value);
      }
    }
    for (Layer layer : network.layers()) {
      for (int id : layer.inputs()) {
        if (!known[id]) {
          fail("%s reads a value not yet computed", layer.describe());
        }
      }
      known[layer.output()] = true;
    }
    assertThat(known[network.output()]).isTrue();
    long elements = network.values().stream().mapToLong(Value::size).sum();
    if (elements < MOST_ELEMENTS) {
      int size = network.channels() * network.window();
      NaiveInterpreter.output(network, Reference.noise(size, 1));
    }
  }

  private static List<byte[]> own() {
    return List.of(
        built(13, FuzzTest::convolutional),
        built(13, FuzzTest::padded),
        built(13, OperatorTest::nineNodes),
        built(13, StructureTest::attention),
        built(13, StructureTest::runTimePad),
        built(14, g -> StructureTest.recurrent(g, "LSTM", "bidirectional", 1, 0)),
        built(14, g -> StructureTest.recurrent(g, "GRU", "forward", 0, 1)),
        built(13, FuzzTest::upsampled));
  }

  private static byte[] built(int opset, Function<Graph, String> build) {
    Graph graph = Graph.signal(opset, 6, 24);
    return graph.bytes(build.apply(graph));
  }

  private static String convolutional(Graph g) {
    String x = g.node("Conv", Map.of("pads", new long[] {1, 1}), INPUT, g.weights(8, 6, 3));
    x = g.node("BatchNormalization", x, g.weights(8), g.weights(8), g.weights(8), g.positive(8));
    x = g.node("MaxPool", Map.of("kernel_shape", new long[] {2}), g.node("Relu", x));
    List<String> halves = g.nodes("Split", 2, Map.of("axis", 1), x);
    x = g.node("Mul", halves.get(0), g.node("Sigmoid", halves.get(1)));
    x = g.node("Gemm", g.node("Flatten", x), g.weights(92, 4), g.weights(4));
    return g.node("Softmax", Map.of("axis", 1), x);
  }

  private static String padded(Graph g) {
    String x = g.node("Pad", Map.of("mode", "reflect"), INPUT, g.longs(0, 0, 3, 0, 0, 3));
    x = g.node("Conv", Map.of("group", 2), x, g.weights(4, 3, 3));
    String time = g.node("Gather", g.node("Shape", x), g.longsOf(new long[] {2}));
    String half = g.node("Div", time, g.longsOf(new long[] {2}));
    String end = g.node("Unsqueeze", half, g.longs(0));
    x = g.node("Slice", x, g.longs(1), end, g.longs(2), g.longs(2));
    x = g.node("Tile", x, g.longs(1, 1, 3));
    x = g.node("Concat", Map.of("axis", 1), x, g.node("Tanh", x));
    return g.node("ReduceMean", Map.of("axes", new long[] {2}, "keepdims", 0), x);
  }

  private static String upsampled(Graph g) {
    String x = g.node("Resize", INPUT, "", g.floats(new float[] {1, 1, 2}, 3));
    x = g.node("ConvTranspose", Map.of("strides", new long[] {2}), x, g.weights(6, 3, 4));
    x = g.node("CumSum", x, g.longsOf(new long[] {2}));
    String range = g.node("Range", g.number(0), g.number(3), g.number(1));
    x = g.node("Add", x, g.node("Reshape", range, g.longs(3, 1)));
    String many = g.node("ConstantOfShape", g.longs(1, 3, 1));
    return g.node("Add", x, g.node("Expand", many, g.longs(1, 3, 1)));
  }
}
