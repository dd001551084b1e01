/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.Streamability;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.tensor.ComputePaths;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random architectures: whatever the planner promises must hold. */
final class RandomNetworksTest {
  private static final int NETWORKS = 300;

  @Test
  void whateverThePlannerCallsExactEqualsTheFullWindow() {
    int exact = 0;
    int refused = 0;
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      Network network = network(random, seed);
      int hop = 1 + random.nextInt(40);
      StreamingPlan plan = Planner.plan(network, PlanRequest.of(hop, Mode.EXACT));
      if (plan.streamability() == Streamability.EXACT) {
        assertEqualsFullWindows(plan, network, seed);
        exact++;
      } else {
        refused++;
      }
    }
    assertThat(exact).as("exact networks among %s", NETWORKS).isGreaterThan(NETWORKS / 4);
    assertThat(refused).isGreaterThan(NETWORKS / 10);
  }

  @Test
  void paddedNetworksStreamInTheOtherModesWithFiniteOutputs() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      Network network = network(random, seed);
      int hop = 1 + random.nextInt(40);
      for (Mode mode : List.of(Mode.SIGNAL_PADDING, Mode.APPROXIMATE)) {
        StreamingPlan plan = Planner.plan(network, PlanRequest.of(hop, mode));
        if (!plan.accepted()) {
          assertThat(plan.streamability()).isEqualTo(Streamability.NO);
          continue;
        }
        float[] signal =
            Streaming.signal(
                network.channels(), network.window() + plan.timeline().delay() + 90, seed);
        for (Streaming.Output output : complete(plan, signal)) {
          for (float value : output.values()) {
            assertThat(Float.isFinite(value)).as("seed %s mode %s", seed, mode).isTrue();
          }
        }
      }
    }
  }

  @Test
  void signalPaddingEqualsFeaturesComputedOnceOverTheStream() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      int hop = PaddedBlocks.STRIDE * (1 + random.nextInt(8));
      int window = hop + PaddedBlocks.STRIDE * random.nextInt(20);
      float[] signal = Streaming.signal(2, window + 200, seed);
      Network whole = features(2, window + 200, seed);
      float[] features = NaiveInterpreter.output(whole, signal);
      int rows = whole.value(whole.output()).shape()[2];
      int stride = (window + 200) / rows;
      StreamingPlan plan =
          Planner.plan(meanFeatures(2, window, seed), PlanRequest.of(hop, Mode.SIGNAL_PADDING));
      List<Streaming.Output> complete = complete(plan, signal);
      assertThat(complete).isNotEmpty();
      for (int i = 0; i < complete.size(); i++) {
        assertThat(complete.get(i).windowEnd()).isEqualTo(window + (long) i * hop);
        float[] expected = new float[features.length / rows];
        for (int c = 0; c < expected.length; c++) {
          for (int t = 0; t < window / stride; t++) {
            expected[c] += features[c * rows + i * hop / stride + t] * stride / window;
          }
        }
        assertClose(complete.get(i).values(), expected, seed, i);
      }
    }
  }

  @Test
  void approximateStreamingEqualsHopsThatArePaddedAlone() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Random random = new Random(seed);
      int hop = PaddedBlocks.STRIDE * (2 + random.nextInt(7));
      int window = hop * (1 + random.nextInt(5));
      float[] signal = Streaming.signal(2, window + 3 * hop, seed);
      StreamingPlan plan =
          Planner.plan(meanFeatures(2, window, seed), PlanRequest.of(hop, Mode.APPROXIMATE));
      List<Streaming.Output> complete = complete(plan, signal);
      assertThat(complete).hasSize(4);
      for (int i = 0; i < complete.size(); i++) {
        float[] expected = new float[3];
        for (int from = i * hop; from < i * hop + window; from += hop) {
          float[] rows =
              NaiveInterpreter.output(
                  features(2, hop, seed), Streaming.window(signal, 2, from, hop));
          for (int j = 0; j < rows.length; j++) {
            expected[j / (rows.length / 3)] += rows[j] * 3 / rows.length * hop / window;
          }
        }
        assertClose(complete.get(i).values(), expected, seed, i);
      }
    }
  }

  private static Network features(int channels, int window, long seed) {
    NetworkBuilder b = new NetworkBuilder(channels, window, seed);
    return b.build(PaddedBlocks.append(b, seed));
  }

  private static Network meanFeatures(int channels, int window, long seed) {
    NetworkBuilder b = new NetworkBuilder(channels, window, seed);
    return b.build(b.reduceTime(PaddedBlocks.append(b, seed), Op.Reduce.Kind.MEAN));
  }

  private static List<Streaming.Output> complete(StreamingPlan plan, float[] signal) {
    try (StreamedNetwork model = StreamedNetwork.compile(plan, ComputePaths.best())) {
      return Streaming.run(model, signal).stream().filter(o -> !o.warming()).toList();
    }
  }

  private static void assertEqualsFullWindows(StreamingPlan plan, Network network, long seed) {
    int hop = plan.timeline().hop();
    int channels = network.channels();
    float[] signal = Streaming.signal(channels, network.window() + 3 * hop, seed);
    List<Streaming.Output> complete = complete(plan, signal);
    assertThat(complete).as("seed %s", seed).hasSize(4);
    for (int i = 0; i < complete.size(); i++) {
      float[] window = Streaming.window(signal, channels, i * hop, network.window());
      assertClose(complete.get(i).values(), NaiveInterpreter.output(network, window), seed, i);
    }
  }

  private static void assertClose(float[] actual, float[] expected, long seed, int window) {
    double range = 1;
    for (float value : expected) {
      range = Math.max(range, Math.abs(value));
    }
    for (int j = 0; j < expected.length; j++) {
      assertThat((double) actual[j])
          .as("seed %s window %s output %s", seed, window, j)
          .isCloseTo(expected[j], within(1e-4 * range));
    }
  }

  private static Network network(Random random, long seed) {
    NetworkBuilder b = new NetworkBuilder(1 + random.nextInt(3), 60 + random.nextInt(80), seed);
    int x = 0;
    int layers = 1 + random.nextInt(5);
    for (int i = 0; i < layers && b.shape(x)[2] > 20; i++) {
      x = layer(b, x, random);
    }
    return b.build(head(b, x, random));
  }

  private static int layer(NetworkBuilder b, int x, Random random) {
    int kernel = 1 + random.nextInt(5);
    int dilation = 1 + random.nextInt(2);
    int reach = (kernel - 1) * dilation;
    return switch (random.nextInt(10)) {
      case 0 ->
          b.pool(
              x,
              random.nextBoolean() ? Op.Pool.Kind.MAX : Op.Pool.Kind.AVERAGE,
              2,
              1 + random.nextInt(2),
              0,
              0);
      case 1 -> {
        int conv = b.relu(b.conv(x, b.shape(x)[1], kernel, 1, dilation, 0, 0));
        int skip = b.slice(x, 2, random.nextInt(reach + 1), b.shape(conv)[2], 1);
        yield b.binary(Op.Binary.Kind.ADD, conv, skip);
      }
      case 2 -> {
        int left = b.conv(x, 2, 1, 1, 1, 0, 0);
        int right = b.conv(x, 3, kernel, 1, dilation, 0, 0);
        yield b.concat(b.slice(left, 2, reach / 2, b.shape(right)[2], 1), right);
      }
      case 3 -> {
        int padded = b.conv(x, 3, kernel, 1, dilation, reach, 0);
        yield b.slice(padded, 2, reach, b.shape(padded)[2] - reach, 1);
      }
      case 4 -> b.relu(b.conv(x, 4, 3, 1, 1, 1, 1));
      case 5 -> b.affine(b.conv(x, 4, kernel, 1 + random.nextInt(3), dilation, 0, 0));
      case 6 -> {
        // A padded pooling and a padded convolution of the same rows, in both orders.
        int pool = random.nextBoolean() ? b.pool(x, Op.Pool.Kind.MAX, 3, 1, 1, 1) : -1;
        int conv = b.conv(x, 3, 3, 1, 1, 1, 1);
        int joined = b.concat(conv, pool < 0 ? b.pool(x, Op.Pool.Kind.MAX, 3, 1, 1, 1) : pool);
        yield random.nextBoolean() ? joined : b.slice(joined, 2, 1, b.shape(joined)[2] - 2, 1);
      }
      case 7 -> {
        // Up-sampled and back again, without the rows that see beyond the ends.
        int stride = 1 + random.nextInt(3);
        int spread = 1 + random.nextInt(4);
        int cut = (kernel - 1) * spread;
        int up =
            b.convTranspose(
                x, 3, kernel, stride, spread, cut + random.nextInt(2), cut + random.nextInt(2));
        yield b.conv(up, 3, stride, stride, 1, 0, 0);
      }
      default -> b.relu(b.conv(x, 2 + random.nextInt(6), kernel, 1, dilation, 0, 0));
    };
  }

  private static int head(NetworkBuilder b, int x, Random random) {
    int channels = b.shape(x)[1];
    int rows = b.shape(x)[2];
    return switch (random.nextInt(5)) {
      case 0 -> b.linear(b.reduceTime(x, Op.Reduce.Kind.MEAN), 3);
      case 1 -> b.linear(b.reduceTime(x, Op.Reduce.Kind.MAX), 3);
      case 2 -> b.linear(b.reshape(x, 1, channels * rows), 2);
      case 3 -> b.linear(b.reshape(b.slice(x, 2, rows - 1, 1, 1), 1, channels), 2);
      default -> b.softmax(b.conv(x, 3, 1, 1, 1, 0, 0), 1);
    };
  }
}
