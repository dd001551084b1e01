/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorTest {
  private static final int BATCH = 3;

  static List<LayerCases.Case> cases() {
    return LayerCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void layersComputeWhatTheirDefinitionsSay(LayerCases.Case layers) {
    for (Kernels kernels : List.of(ComputePaths.best(), ComputePaths.plain())) {
      for (boolean behindConvolution : new boolean[] {false, true}) {
        LayerGraph graph = new LayerGraph(LayerCases.CHANNELS, LayerCases.WINDOW);
        layers.layers().append(graph, behindConvolution ? graph.pointwise(0) : 0);
        Network network = graph.network();
        check(network, kernels, false);
        check(network, kernels, true);
      }
    }
  }

  private static void check(Network network, Kernels kernels, boolean channelsLast) {
    int in = network.value(0).size();
    int out = network.outputSize();
    Random random = new Random(17);
    float[] windows = new float[BATCH * in];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) random.nextGaussian();
    }
    try (Evaluator evaluator =
        new Evaluator(network, network.layers(), kernels, channelsLast ? Set.of(0) : Set.of())) {
      Workspace workspace = evaluator.workspace(BATCH);
      fill(workspace, network, windows, 0, BATCH, channelsLast);
      evaluator.run(workspace, BATCH);
      float[] together = Arrays.copyOf(workspace.tensor(network.output()), BATCH * out);
      for (int b = 0; b < BATCH; b++) {
        float[] window = Arrays.copyOfRange(windows, b * in, (b + 1) * in);
        float[] sample = Arrays.copyOfRange(together, b * out, (b + 1) * out);
        assertClose(sample, NaiveInterpreter.output(network, window));
        fill(workspace, network, windows, b, 1, channelsLast);
        evaluator.run(workspace, 1);
        assertThat(Arrays.copyOf(workspace.tensor(network.output()), out)).isEqualTo(sample);
      }
    }
  }

  private static void fill(
      Workspace workspace, Network network, float[] windows, int from, int batch, boolean last) {
    int in = network.value(0).size();
    float[] x = workspace.tensor(0);
    Arrays.fill(x, Float.NaN);
    for (int b = 0; b < batch; b++) {
      if (last) {
        PermuteStep.transpose(
            windows, (from + b) * in, network.channels(), network.window(), x, b * in);
      } else {
        System.arraycopy(windows, (from + b) * in, x, b * in, in);
      }
    }
  }

  static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      float scale = Math.max(1, Math.abs(expected[i]));
      boolean close =
          Float.isFinite(expected[i])
              ? Math.abs(actual[i] - expected[i]) <= 2e-5f * scale
              : Float.compare(actual[i], expected[i]) == 0;
      assertThat(close).as("element %d: %s, expected %s", i, actual[i], expected[i]).isTrue();
    }
  }

  @Test
  void valuesReadByOtherLayersAreResults() {
    LayerGraph graph = new LayerGraph(2, 4);
    int doubled =
        graph.add(new Op.Affine(new float[] {2, 2}, new float[2], 1), new int[] {1, 2, 4}, 0);
    int absolute = graph.unary(doubled, Activation.Kind.ABS);
    int negative = graph.unary(absolute, Activation.Kind.NEG);
    graph.add(new Op.Binary(Op.Binary.Kind.ADD), new int[] {1, 2, 4}, doubled, negative);
    Network network = graph.network();
    try (Evaluator evaluator =
        new Evaluator(network, network.layers().subList(0, 3), ComputePaths.best())) {
      Workspace workspace = evaluator.workspace(1);
      float[] x = {1, -2, 3, -4, 5, -6, 7, -8};
      System.arraycopy(x, 0, workspace.tensor(0), 0, 8);
      evaluator.run(workspace, 1);
      assertThat(workspace.tensor(doubled)).containsExactly(2, -4, 6, -8, 10, -12, 14, -16);
      assertThat(workspace.tensor(negative)).containsExactly(-2, -4, -6, -8, -10, -12, -14, -16);
      assertThatThrownBy(() -> workspace.tensor(absolute))
          .hasMessageContaining("value " + absolute);
    }
  }

  @Test
  void headsReadSeveralValuesFromOutside() {
    LayerGraph graph = new LayerGraph(2, 2);
    int a = graph.unary(0, Activation.Kind.ABS);
    int b = graph.unary(0, Activation.Kind.NEG);
    int sum = graph.add(new Op.Binary(Op.Binary.Kind.MUL), new int[] {1, 2, 2}, a, b);
    Network network = graph.network();
    try (Evaluator evaluator =
        new Evaluator(network, network.layers().subList(2, 3), ComputePaths.best(), Set.of(b))) {
      Workspace workspace = evaluator.workspace(2);
      System.arraycopy(new float[] {1, 2, 3, 4, 1, 1, 1, 1}, 0, workspace.tensor(a), 0, 8);
      System.arraycopy(new float[] {5, 6, 7, 8, 0, 1, 2, 3}, 0, workspace.tensor(b), 0, 8);
      evaluator.run(workspace, 2);
      assertThat(workspace.tensor(sum)).containsExactly(5, 14, 18, 32, 0, 2, 1, 3);
    }
  }

  @Test
  void layersInTheWrongOrderAreRefused() {
    LayerGraph graph = new LayerGraph(2, 2);
    graph.unary(graph.unary(0, Activation.Kind.ABS), Activation.Kind.NEG);
    Network network = graph.network();
    List<io.millrace.models.cnn.net.Layer> reversed =
        List.of(network.layers().get(1), network.layers().get(0));
    assertThatThrownBy(() -> new Evaluator(network, reversed, ComputePaths.best()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("computes a value that an earlier layer reads");
  }

  @Test
  void batchesThatDoNotFitAreRefused() {
    LayerGraph graph = new LayerGraph(2, 2);
    graph.unary(0, Activation.Kind.ABS);
    Network network = graph.network();
    try (Evaluator evaluator = new Evaluator(network, network.layers(), ComputePaths.best());
        Evaluator other = new Evaluator(network, network.layers(), ComputePaths.best())) {
      Workspace workspace = evaluator.workspace(2);
      assertThatThrownBy(() -> evaluator.run(workspace, 3))
          .hasMessage("batch 3 is outside of [0, 2]");
      assertThatThrownBy(() -> other.run(workspace, 1)).hasMessageContaining("another evaluator");
      assertThatThrownBy(() -> evaluator.workspace(0)).hasMessageContaining("maxBatch");
    }
  }

  @Test
  void runsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (LayerCases.Case layers : LayerCases.all()) {
      LayerGraph graph = new LayerGraph(LayerCases.CHANNELS, LayerCases.WINDOW);
      layers.layers().append(graph, graph.pointwise(0));
      Network network = graph.network();
      // Plain loops: vector code allocates until it is compiled.
      try (Evaluator evaluator = new Evaluator(network, network.layers(), ComputePaths.plain())) {
        Workspace workspace = evaluator.workspace(BATCH);
        evaluator.run(workspace, BATCH);
        // The least of some runs: now and then the platform allocates for itself.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          evaluator.run(workspace, BATCH);
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as(layers.name()).isZero();
      }
    }
  }
}
