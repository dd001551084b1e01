/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalServerTest {
  private static final ModelShape SHAPE =
      new ModelShape(List.of(TensorShape.of("w", 40, 10), TensorShape.of("b", 7)));
  private final Random random = new Random(11);

  static List<String> allRules() {
    List<String> rules = new ArrayList<>(RuleCatalogue.names());
    rules.addAll(RuleCatalogue.robustNames());
    RuleCatalogue.steps().forEach(step -> rules.add("trimmed-mean/" + step));
    return rules.stream().distinct().toList();
  }

  private LocalUpdate update(String worker, int round, Payload payload) {
    float[][] tensors = {new float[400], new float[7]};
    for (float[] tensor : tensors) {
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] = (float) (0.1 * i % 3 + random.nextGaussian());
      }
    }
    Contribution contribution =
        new Contribution(
            worker,
            worker + round,
            Math.max(0, round - worker.charAt(1) % 3),
            1 + worker.charAt(1) % 5,
            5,
            0.1,
            100,
            payload);
    return new LocalUpdate(contribution, tensors);
  }

  private static LocalServer server(String rule) {
    float[][] parameters = {new float[400], new float[7]};
    Arrays.fill(parameters[0], 0.5f);
    Map<String, String> tolerant = Map.of("byzantine", "2");
    return new LocalServer(RuleCatalogue.tolerant(rule, tolerant), SHAPE, parameters);
  }

  @ParameterizedTest
  @MethodSource("allRules")
  void theOrderOfArrivalDoesNotShowInASingleBit(String rule) {
    Payload payload = rule.startsWith("variance") ? Payload.MODEL : Payload.DELTA;
    LocalServer a = server(rule);
    LocalServer b = server(rule);
    for (int round = 0; round < 4; round++) {
      List<LocalUpdate> updates = new ArrayList<>();
      for (int w = 0; w < 13; w++) {
        if (round == 0 || w != round) {
          updates.add(update("w" + (char) ('a' + w), round, payload));
        }
      }
      a.round(updates);
      Collections.shuffle(updates, random);
      b.round(updates);
      assertThat(b.parameters()).isDeepEqualTo(a.parameters());
      for (float[] tensor : a.parameters()) {
        for (float value : tensor) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  void chunksInATreeGiveWhatTheServerGives() {
    LinearRule rule = new FedAvg(true, 1000, 100);
    ModelShape shape = ModelShape.flat(300_000);
    float[][] updates = new float[7][300_000];
    for (float[] row : updates) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    Round round = Round.of(0, 7);
    for (int f = 0; f < shape.fragments(); f++) {
      Fragment fragment = shape.fragment(f);
      LinearFragment whole = new LinearFragment(rule, fragment.length());
      LinearFragment left = new LinearFragment(rule, fragment.length());
      LinearFragment right = new LinearFragment(rule, fragment.length());
      for (int u = 0; u < 7; u++) {
        whole.accumulate(Payload.DELTA, u + 1, updates[u], (int) fragment.offset());
        Chunk chunk = Chunk.encode(Codecs.FP32, fragment, updates[u], (int) fragment.offset(), 0);
        chunk.verify();
        (u % 2 == 0 ? left : right).accumulate(Payload.DELTA, u + 1, chunk);
      }
      right.combine(left);
      assertThat(right.totals()).isEqualTo(whole.totals());
      float[] a = new float[fragment.length()];
      float[] b = new float[fragment.length()];
      whole.finish(rule, round, a, a);
      right.finish(rule, round, b, b);
      assertThat(b).isEqualTo(a);
      for (int i = 0; i < 50; i++) {
        double expected = 0;
        for (int u = 0; u < 7; u++) {
          expected += (u + 1) * (double) updates[u][(int) fragment.offset() + i] / 28;
        }
        assertThat((double) a[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void compressedChunksAreDecodedIntoTheSum() {
    LinearRule rule = new FedAvg(false, 1, 100);
    Fragment fragment = ModelShape.flat(1000).fragment(0);
    float[] values = new float[1000];
    for (int i = 0; i < 1000; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (String codec : List.of("fp16", "bf16", "int8", "fp4", "topk:0.1", "randk:0.5")) {
      Chunk chunk = Chunk.encode(Codecs.named(codec), fragment, values, 0, 5);
      float[] decoded = new float[1000];
      chunk.decode(decoded, 0);
      LinearFragment sum = new LinearFragment(rule, 1000);
      sum.accumulate(Payload.DELTA, 1, chunk);
      float[] out = new float[1000];
      sum.finish(rule, Round.of(0, 1), out, out);
      for (int i = 0; i < 1000; i++) {
        assertThat(out[i]).isCloseTo(decoded[i], within(1e-6f));
      }
    }
  }

  @Test
  void latestOfEachReplacesExactly() {
    LocalServer server = server("afa-cs");
    LocalUpdate a0 = update("wa", 0, Payload.GRADIENT);
    LocalUpdate b0 = update("wb", 0, Payload.GRADIENT);
    LocalUpdate a1 = update("wa", 1, Payload.GRADIENT);
    server.round(List.of(a0, b0));
    RoundResult second = server.round(List.of(a1));
    for (int i = 0; i < 400; i++) {
      float expected = -(a1.tensors()[0][i] + b0.tensors()[0][i]) / 2;
      assertThat(second.direction()[0][i]).isCloseTo(expected, within(1e-6f));
    }
    LocalServer fresh = server("afa-cs");
    RoundResult direct = fresh.round(List.of(b0, a1));
    assertThat(direct.direction()).isDeepEqualTo(second.direction());
  }

  @Test
  void varianceIsBackAfterAveraging() {
    LocalServer server = server("variance-corrected");
    List<LocalUpdate> updates = new ArrayList<>();
    double target = 0;
    for (int w = 0; w < 10; w++) {
      updates.add(update("w" + (char) ('a' + w), 0, Payload.MODEL));
      target += variance(updates.get(w).tensors()[0]) / 10;
    }
    server.round(updates);
    float[] merged = server.parameters()[0];
    assertThat(variance(merged)).isCloseTo(target, within(1e-4));
    double mean = 0;
    for (LocalUpdate update : updates) {
      for (float value : update.tensors()[0]) {
        mean += value / 4000;
      }
    }
    double after = 0;
    for (float value : merged) {
      after += value / 400.0;
    }
    assertThat(after).isCloseTo(mean, within(1e-5));
  }

  private static double variance(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += (double) value / values.length;
    }
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean) / values.length;
    }
    return sum;
  }

  @Test
  void badUpdatesAreNamedAndTheRestIsMerged() {
    LocalServer server = server("fedavg-uniform");
    LocalUpdate good = update("wa", 0, Payload.DELTA);
    LocalUpdate bad = update("wb", 0, Payload.DELTA);
    bad.tensors()[1][3] = Float.NaN;
    LocalUpdate small = new LocalUpdate(Contribution.of("wc", 0, 1), new float[][] {{1}, {2}});
    LocalUpdate missing = new LocalUpdate(Contribution.of("wd", 0, 1), new float[][] {{1}});
    RoundResult result = server.round(List.of(bad, good, small, missing));
    assertThat(result.accepted()).containsExactly("wa");
    assertThat(result.rejected())
        .containsEntry("wb", "tensor 1 is not finite")
        .containsKeys("wc", "wd");
    assertThat(result.direction()[1][0]).isCloseTo(good.tensors()[1][0], within(1e-6f));
    assertThatThrownBy(() -> server.round(List.of(bad))).hasMessageContaining("wb");
  }

  @Test
  void aFarUpdateHasTheLargestDistanceAndNoShare() {
    LocalServer server = server("multi-krum");
    List<LocalUpdate> updates = new ArrayList<>();
    for (int w = 0; w < 9; w++) {
      updates.add(update("w" + (char) ('a' + w), 0, Payload.DELTA));
    }
    for (int i = 0; i < 400; i++) {
      updates.get(4).tensors()[0][i] = 50;
    }
    RoundResult result = server.round(updates);
    assertThat(result.shares().get("we")).isZero();
    assertThat(
            Collections.max(result.distances().entrySet(), Map.Entry.comparingByValue()).getKey())
        .isEqualTo("we");
  }

  @Test
  void robustFragmentsCombineAndRefuseRepeats() {
    BufferedFragment left = new BufferedFragment(2);
    BufferedFragment right = new BufferedFragment(2);
    left.accumulate("b", new float[] {1, 2});
    right.accumulate("a", new float[] {3, 4});
    left.combine(right);
    assertThat(left.workers()).containsExactly("a", "b");
    assertThatThrownBy(() -> left.accumulate("a", new float[2])).hasMessageContaining("'a'");
    assertThatThrownBy(() -> left.accumulate("c", new float[3]))
        .hasMessageContaining("must have 2");
    GramSum sum = new GramSum(left.workers(), false);
    sum.add(left.products(null));
    assertThat(sum.gram().at(0, 1)).isEqualTo(11);
    assertThat(sum.gram().at(1, 0)).isEqualTo(11);
    assertThat(sum.gram().at(0, 0)).isEqualTo(25);
  }
}
