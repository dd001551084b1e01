/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.tensor.ComputePaths;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamedNetworkTest {
  private static StreamedNetwork compile(Network network, PlanRequest request) {
    StreamingPlan plan = Planner.plan(network, request);
    assertThat(plan.accepted()).as(plan.why()).isTrue();
    return StreamedNetwork.compile(plan, ComputePaths.best());
  }

  private static void assertClose(float[] actual, float[] expected, String what) {
    double range = 1e-3;
    for (float value : expected) {
      range = Math.max(range, Math.abs(value));
    }
    assertThat(actual).as(what).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as(what + "[" + i + "]")
          .isCloseTo(expected[i], within(1e-4 * range));
    }
  }

  /** Streams a signal and compares every complete window with the naive evaluation. */
  private static void assertEqualsFullWindows(Network network, int hop, long seed) {
    int channels = network.channels();
    int samples = network.window() + 6 * hop + hop / 2;
    float[] signal = Streaming.signal(channels, samples, seed);
    try (StreamedNetwork model = compile(network, PlanRequest.of(hop, Mode.EXACT))) {
      List<Streaming.Output> complete =
          Streaming.run(model, signal).stream().filter(o -> !o.warming()).toList();
      assertThat(complete).hasSizeGreaterThanOrEqualTo(6);
      for (int i = 0; i < complete.size(); i++) {
        assertThat(complete.get(i).windowEnd()).isEqualTo(network.window() + (long) i * hop);
        float[] window = Streaming.window(signal, channels, i * hop, network.window());
        assertClose(
            complete.get(i).values(), NaiveInterpreter.output(network, window), "window " + i);
      }
    }
  }

  /** Same-padded features: two convolutions, a pooling, a dilated residual. */
  private static int features(NetworkBuilder b) {
    int c1 = b.relu(b.conv(0, 4, 3, 1, 1, 1, 1));
    int p = b.pool(c1, Op.Pool.Kind.AVERAGE, 2, 2, 0, 0);
    int c2 = b.conv(p, 4, 5, 1, 2, 4, 4);
    return b.relu(b.binary(Op.Binary.Kind.ADD, p, c2));
  }

  private static Network featuresOnly(int window) {
    NetworkBuilder b = new NetworkBuilder(2, window, 11);
    return b.build(features(b));
  }

  private static Network pooledFeatures(int window) {
    NetworkBuilder b = new NetworkBuilder(2, window, 11);
    return b.build(b.reduceTime(features(b), Op.Reduce.Kind.MEAN));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 20, 32, 64, 100, 200})
  void exactStreamingEqualsTheFullWindow(int hop) {
    NetworkBuilder b = new NetworkBuilder(3, 128, 1);
    int c1 = b.relu(b.conv(0, 8, 5, 1, 1, 0, 0));
    int p = b.pool(c1, Op.Pool.Kind.MAX, 2, 2, 0, 0);
    int c2 = b.relu(b.conv(p, 8, 3, 2, 2, 0, 0));
    int flat = b.reshape(c2, 1, b.shape(c2)[1] * b.shape(c2)[2]);
    assertEqualsFullWindows(b.build(b.linear(flat, 5)), hop, hop);
  }

  @Test
  void meanAndMaximumOverTimeEqualTheFullWindow() {
    for (Op.Reduce.Kind kind :
        List.of(Op.Reduce.Kind.MEAN, Op.Reduce.Kind.MAX, Op.Reduce.Kind.MIN)) {
      NetworkBuilder b = new NetworkBuilder(2, 100, 2);
      int c = b.conv(0, 6, 4, 1, 1, 0, 0);
      assertEqualsFullWindows(b.build(b.linear(b.reduceTime(c, kind), 3)), 24, 3);
    }
  }

  @Test
  void branchesOfDifferentReachEqualTheFullWindow() {
    NetworkBuilder b = new NetworkBuilder(2, 96, 4);
    int stem = b.relu(b.conv(0, 4, 3, 1, 1, 0, 0));
    int slow = b.conv(stem, 4, 5, 1, 3, 0, 0);
    int fast = b.slice(stem, 2, 6, b.shape(slow)[2], 1);
    int joined = b.concat(b.binary(Op.Binary.Kind.ADD, slow, fast), slow);
    int out = b.softmax(b.affine(joined), 1);
    assertEqualsFullWindows(b.build(b.reshape(out, 1, b.shape(out)[1] * b.shape(out)[2])), 12, 5);
  }

  @Test
  void groupedDepthwiseAndStridedLayersEqualTheFullWindow() {
    NetworkBuilder b = new NetworkBuilder(4, 128, 6);
    int depthwise = b.conv(0, 4, 3, 1, 1, 4, 0, 0);
    int pointwise = b.relu(b.conv(depthwise, 8, 1, 1, 1, 0, 0));
    int grouped = b.conv(pointwise, 6, 5, 4, 1, 2, 0, 0);
    int half = b.slice(grouped, 1, 1, 4, 1);
    assertEqualsFullWindows(b.build(b.reduceTime(half, Op.Reduce.Kind.MEAN)), 16, 7);
  }

  @Test
  void upSamplingEqualsTheFullWindow() {
    NetworkBuilder b = new NetworkBuilder(2, 64, 8);
    int down = b.pool(b.conv(0, 4, 3, 1, 1, 0, 0), Op.Pool.Kind.AVERAGE, 2, 2, 0, 0);
    int up = b.convTranspose(down, 3, 4, 2, 0, 0);
    int nearest = b.resize(down, Op.Resize.Mode.NEAREST, 2);
    int inner = b.slice(up, 2, 4, 50, 1);
    int other = b.slice(nearest, 2, 5, 50, 1);
    int out = b.concat(inner, other);
    assertEqualsFullWindows(b.build(out), 8, 9);
  }

  @Test
  void dilatedUpSamplingEqualsTheFullWindow() {
    for (int kernel : List.of(1, 2, 3, 5)) {
      for (int stride : List.of(1, 2, 3, 4, 6)) {
        for (int dilation : List.of(1, 2, 3, 4, 9)) {
          NetworkBuilder b = new NetworkBuilder(2, 48, 20);
          int down = b.conv(0, 3, stride, stride, 1, 0, 0);
          int cut = (kernel - 1) * dilation;
          int up = b.convTranspose(down, 2, kernel, stride, dilation, cut, cut + stride / 2);
          if (b.shape(up)[2] > 0) {
            assertEqualsFullWindows(b.build(up), 12, 21);
          }
        }
      }
    }
  }

  @Test
  void newestStepOfADilatedStackEqualsTheFullWindow() {
    NetworkBuilder b = new NetworkBuilder(1, 80, 10);
    int x = b.conv(0, 4, 1, 1, 1, 0, 0);
    for (int dilation : List.of(1, 2, 4, 8, 16)) {
      int c = b.relu(b.conv(b.pad(x, Op.Pad.Mode.CONSTANT, dilation, 0), 4, 2, 1, dilation, 0, 0));
      x = b.binary(Op.Binary.Kind.ADD, x, c);
    }
    int newest = b.slice(x, 2, 79, 1, 1);
    assertEqualsFullWindows(b.build(b.linear(b.reshape(newest, 1, 4), 2)), 6, 11);
  }

  @Test
  void signalPaddingEqualsFeaturesComputedOnceOverTheStream() {
    int window = 64;
    int hop = 16;
    int samples = 400;
    float[] signal = Streaming.signal(2, samples, 12);
    float[] features = NaiveInterpreter.output(featuresOnly(samples), signal);
    try (StreamedNetwork model =
        compile(pooledFeatures(window), PlanRequest.of(hop, Mode.SIGNAL_PADDING))) {
      assertThat(model.timeline().delay()).isEqualTo(9);
      List<Streaming.Output> complete =
          Streaming.run(model, signal).stream().filter(o -> !o.warming()).toList();
      assertThat(complete).hasSizeGreaterThan(18);
      for (int i = 0; i < complete.size(); i++) {
        float[] expected = new float[4];
        for (int c = 0; c < 4; c++) {
          for (int t = 0; t < window / 2; t++) {
            expected[c] += features[c * samples / 2 + i * hop / 2 + t] / (window / 2f);
          }
        }
        assertClose(complete.get(i).values(), expected, "window " + i);
      }
    }
  }

  @Test
  void approximateStreamingEqualsHopsThatArePaddedAlone() {
    int window = 64;
    int hop = 16;
    float[] signal = Streaming.signal(2, 400, 13);
    try (StreamedNetwork model =
        compile(pooledFeatures(window), PlanRequest.of(hop, Mode.APPROXIMATE))) {
      List<Streaming.Output> complete =
          Streaming.run(model, signal).stream().filter(o -> !o.warming()).toList();
      for (int i = 0; i < complete.size(); i++) {
        float[] expected = new float[4];
        for (int h = 0; h < window / hop; h++) {
          float[] part = Streaming.window(signal, 2, i * hop + h * hop, hop);
          float[] rows = NaiveInterpreter.output(featuresOnly(hop), part);
          for (int j = 0; j < rows.length; j++) {
            expected[j / (hop / 2)] += rows[j] / (window / 2f);
          }
        }
        assertClose(complete.get(i).values(), expected, "window " + i);
      }
    }
  }

  @Test
  void predictionsDoNotDependOnTheBatchBitForBit() {
    NetworkBuilder b = new NetworkBuilder(2, 96, 14);
    int c1 = b.relu(b.conv(0, 12, 5, 1, 1, 0, 0));
    int c2 = b.relu(b.conv(b.pool(c1, Op.Pool.Kind.MAX, 2, 2, 0, 0), 20, 3, 1, 1, 0, 0));
    Network network = b.build(b.linear(b.reduceTime(c2, Op.Reduce.Kind.MEAN), 3));
    List<float[]> signals =
        IntStream.range(0, 70).mapToObj(i -> Streaming.signal(2, 200, 100 + i)).toList();
    try (StreamedNetwork model = compile(network, PlanRequest.of(8, Mode.EXACT))) {
      List<List<Streaming.Output>> together = Streaming.runBatch(model, signals);
      for (int s = 0; s < signals.size(); s++) {
        List<Streaming.Output> alone = Streaming.run(model, signals.get(s));
        assertThat(together.get(s)).hasSameSizeAs(alone);
        for (int i = 0; i < alone.size(); i++) {
          assertThat(together.get(s).get(i).values()).isEqualTo(alone.get(i).values());
        }
      }
    }
  }

  @Test
  void misalignedHopsUseTheNewestAlignedRows() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 15);
    int c = b.pool(b.conv(0, 4, 4, 4, 1, 0, 0), Op.Pool.Kind.MAX, 2, 2, 0, 0);
    Network network = b.build(b.linear(b.reshape(c, 1, 32), 2));
    float[] signal = Streaming.signal(1, 300, 16);
    try (StreamedNetwork model = compile(network, PlanRequest.of(10, Mode.SIGNAL_PADDING))) {
      for (Streaming.Output output : Streaming.run(model, signal)) {
        if (output.windowEnd() >= 64) {
          int start = (int) (output.windowEnd() - 64) / 8 * 8;
          float[] window = Streaming.window(signal, 1, start, 64);
          assertClose(
              output.values(),
              NaiveInterpreter.output(network, window),
              "end " + output.windowEnd());
        }
      }
    }
  }

  /**
   * A convolution, two recurrent layers of which the second gives its last state, and a dense
   * layer.
   */
  private static Network recurrent(int window, Op.Recurrent.Cell cell, boolean resetAfter) {
    NetworkBuilder b = new NetworkBuilder(2, window, 17);
    int rows = b.transpose(b.relu(b.conv(0, 4, 3, 1, 1, 0, 0)), 2, 0, 1);
    int first = b.recurrent(rows, cell, Op.Recurrent.Output.SEQUENCE, 5, resetAfter);
    int steps = b.shape(first)[0];
    int again = b.reshape(first, steps, 1, 5);
    int last = b.recurrent(again, cell, Op.Recurrent.Output.LAST_HIDDEN, 6, resetAfter);
    return b.build(b.linear(b.reshape(last, 1, 6), 2));
  }

  @Test
  void recurrentLayersStartAnewInEveryWindowUnlessCarried() {
    for (Op.Recurrent.Cell cell : Op.Recurrent.Cell.values()) {
      assertEqualsFullWindows(recurrent(40, cell, true), 8, 18);
    }
    assertEqualsFullWindows(recurrent(40, Op.Recurrent.Cell.GRU, false), 8, 18);
  }

  @Test
  void carriedRecurrentStateEqualsOneLongRunOverTheStream() {
    int hop = 8;
    int window = 40;
    for (boolean resetAfter : List.of(true, false)) {
      for (Op.Recurrent.Cell cell : Op.Recurrent.Cell.values()) {
        PlanRequest request = PlanRequest.of(hop, Mode.SIGNAL_PADDING).withCarriedState();
        StreamingPlan plan = Planner.plan(recurrent(window, cell, resetAfter), request);
        assertThat(plan.why()).contains("carries its state across hops");
        assertThat(
                Planner.plan(recurrent(window, cell, resetAfter), PlanRequest.of(hop, Mode.EXACT))
                    .accepted())
            .isTrue();
        float[] signal = Streaming.signal(2, 400, 19);
        try (StreamedNetwork model = StreamedNetwork.compile(plan, ComputePaths.best())) {
          List<Streaming.Output> outputs = Streaming.run(model, signal);
          // What came before the stream's first hop has been forgotten after some hundred steps.
          for (Streaming.Output output : outputs.subList(outputs.size() - 5, outputs.size())) {
            int end = (int) output.windowEnd();
            Network whole = recurrent(end, cell, resetAfter);
            float[] expected = NaiveInterpreter.output(whole, Streaming.window(signal, 2, 0, end));
            assertClose(output.values(), expected, cell + " end " + end);
          }
        }
      }
    }
  }

  /** A recurrent layer over the first rows of a padded pooling beside a padded convolution. */
  private static Network pooledAndRecurrent(int window, int steps) {
    NetworkBuilder b = new NetworkBuilder(2, window, 22);
    int pool = b.pool(0, Op.Pool.Kind.MAX, 3, 1, 1, 1);
    int joined = b.concat(pool, b.conv(0, 2, 3, 1, 1, 1, 1));
    int rows = b.transpose(b.slice(joined, 2, 0, steps, 1), 2, 0, 1);
    int last = b.recurrent(rows, Op.Recurrent.Cell.GRU, Op.Recurrent.Output.LAST_HIDDEN, 5, true);
    return b.build(b.linear(b.reshape(last, 1, 5), 2));
  }

  @Test
  void carriedRecurrentStateIsNotSpoiledByWhatStandsBeforeTheStream() {
    PlanRequest request = PlanRequest.of(8, Mode.SIGNAL_PADDING).withCarriedState();
    float[] signal = Streaming.signal(2, 400, 23);
    try (StreamedNetwork model = compile(pooledAndRecurrent(37, 37), request)) {
      List<Streaming.Output> outputs = Streaming.run(model, signal);
      for (Streaming.Output output : outputs.subList(outputs.size() - 5, outputs.size())) {
        int end = (int) output.windowEnd();
        Network whole = pooledAndRecurrent(end + 1, end);
        float[] seen = Streaming.window(signal, 2, 0, end + 1);
        assertClose(output.values(), NaiveInterpreter.output(whole, seen), "end " + end);
      }
    }
  }

  @Test
  void stateOfAnotherModelIsRefused() {
    try (StreamedNetwork model = compile(pooledFeatures(64), PlanRequest.of(16, Mode.APPROXIMATE));
        StreamedNetwork other =
            compile(pooledFeatures(64), PlanRequest.of(16, Mode.SIGNAL_PADDING));
        StreamingCnn.Session session = model.session()) {
      assertThat(model.fingerprint()).isNotEqualTo(other.fingerprint());
      CnnState foreign = other.newState();
      assertThatThrownBy(() -> session.advance(new CnnState[] {foreign}, new float[1][32], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another model");
    }
  }

  @Test
  void refusedPlansDoNotCompile() {
    StreamingPlan plan = Planner.plan(pooledFeatures(64), PlanRequest.of(16, Mode.EXACT));
    assertThatThrownBy(() -> StreamedNetwork.compile(plan, ComputePaths.best()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("padding reaches");
  }
}
