/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.timing.Rhythm;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HopRaceTest {
  private static final Rhythm SHORT =
      new Rhythm(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 3, 3);

  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theShippedModelIsMeasuredAgainstBothPeersOnceTheyAgree(int batch) {
    HopResult result = new HopRace(SHORT, notes::add).run(BenchModel.shipped(), batch);

    assertThat(notes).isEmpty();
    assertThat(result.name()).isEqualTo("ecg");
    assertThat(result.batch()).isEqualTo(batch);
    assertThat(result.rounds()).isEqualTo(3);
    assertThat(result.maxAbsDiff()).isPositive().isLessThan(1e-4);
    assertThat(result.maxAbsDiffDjl()).isPositive().isLessThan(1e-4);
    assertThat(result.usPerHop()).isPositive();
    assertThat(result.usFullWindowDjl()).isPositive();
    assertThat(result.speedup()).isEqualTo(result.usFullWindowOnnxruntime() / result.usPerHop());
    assertThat(result.idealSpeedup()).isCloseTo(15.3, within(0.1));
    assertThat(result.speedupOverIdeal()).isEqualTo(result.speedup() / result.idealSpeedup());
    assertThat(result.speedupLow()).isLessThanOrEqualTo(result.speedupHigh());
  }

  @Test
  void whatComputesSomethingElseIsNotTimed() {
    BenchModel shipped = BenchModel.shipped();
    BenchModel wrong =
        new BenchModel("wrong", shipped.onnx(), withOneOtherBias(shipped.network()), shipped.hop());

    assertThatThrownBy(() -> new HopRace(SHORT, notes::add).run(wrong, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong: the hop differs from onnxruntime by");
  }

  /** The same graph with the last convolution's first bias raised. */
  private static Network withOneOtherBias(Network network) {
    List<Layer> layers = new ArrayList<>(network.layers());
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      if (layer.op() instanceof Op.Conv c) {
        float[] bias = c.bias().clone();
        bias[0] += 0.1f;
        Op op =
            new Op.Conv(
                c.weight(),
                bias,
                c.inChannels(),
                c.outChannels(),
                c.kernel(),
                c.stride(),
                c.dilation(),
                c.groups(),
                c.padLeft(),
                c.padRight(),
                c.axis());
        layers.set(i, new Layer(layer.name(), layer.onnxOp(), op, layer.inputs(), layer.output()));
        return new Network(network.values(), layers, network.input(), network.output());
      }
    }
    throw new AssertionError("no convolution to change");
  }

  @Test
  void theDocumentHasTheAgreedNames() {
    HopResult result =
        new HopResult("m", 64, 1, 20, null, 20, 25, 0.8, 19, 21, 50, 1e-6, null, 3, 7192);

    JsonNode json = new ObjectMapper().valueToTree(result);

    assertThat(json.fieldNames())
        .toIterable()
        .startsWith(
            "name",
            "batch",
            "us_per_hop",
            "us_full_window_onnxruntime",
            "us_full_window_djl",
            "speedup",
            "ideal_speedup")
        .contains("speedup_over_ideal", "max_abs_diff", "state_bytes_per_key");
    assertThat(json.get("us_full_window_djl").isNull()).isTrue();
  }
}
