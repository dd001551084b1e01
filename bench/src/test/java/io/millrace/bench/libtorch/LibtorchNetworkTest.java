/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.signal.TestSignals;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LibtorchNetworkTest {
  private static final int CHANNELS = 3;
  private static final int WINDOW = 40;

  private final NetworkBuilder builder = new NetworkBuilder(CHANNELS, WINDOW, 5);

  /** Several windows at once give what the oracle gives for each of them. */
  private void assertLikeTheOracle(int output) {
    Network network = builder.build(output);
    int batch = 3;
    int size = CHANNELS * WINDOW;
    float[] windows = TestSignals.noise(1, batch * size, 9);
    try (LibtorchNetwork libtorch = LibtorchNetwork.of(network)) {
      float[][] outputs = libtorch.run(windows, batch);
      assertThat(outputs).hasDimensions(batch, network.outputSize());
      for (int b = 0; b < batch; b++) {
        float[] window = Arrays.copyOfRange(windows, b * size, (b + 1) * size);
        assertThat(outputs[b])
            .containsExactly(NaiveInterpreter.output(network, window), within(1e-4f));
        assertThat(libtorch.run(window, 1)[0]).containsExactly(outputs[b], within(1e-5f));
      }
    }
  }

  @Test
  void convolutionsWithPaddingOfAllKinds() {
    int x = builder.relu(builder.conv(0, 8, 5, 1, 1, 2, 2));
    x = builder.conv(x, 8, 3, 2, 1, 2, 0);
    x = builder.conv(x, 8, 3, 1, 2, 4, 1, 3);
    assertLikeTheOracle(x);
  }

  @Test
  void poolingWithPaddingOnEitherSideOrOne() {
    int x = builder.pool(0, Op.Pool.Kind.MAX, 3, 2, 1, 1);
    x = builder.pool(x, Op.Pool.Kind.AVERAGE, 2, 2, 0, 0);
    x = builder.pool(x, Op.Pool.Kind.MAX, 2, 1, 1, 0);
    assertLikeTheOracle(x);
  }

  @Test
  void branchesPaddingAndArithmetic() {
    int padded = builder.pad(0, Op.Pad.Mode.CONSTANT, 3, 1);
    int a = builder.conv(padded, 4, 5, 1, 1, 0, 0);
    int b = builder.affine(builder.conv(0, 4, 1, 1, 1, 0, 0));
    int sum = builder.binary(Op.Binary.Kind.ADD, a, b);
    int product = builder.binary(Op.Binary.Kind.MUL, sum, builder.randomConstant(1, 4, 1));
    assertLikeTheOracle(builder.slice(builder.concat(product, b), 2, 5, 11, 3));
  }

  @Test
  void headsThatFlattenAndReduce() {
    int x = builder.conv(0, 6, 3, 2, 1, 0, 0);
    int mean = builder.reduceTime(x, Op.Reduce.Kind.MEAN);
    int most = builder.reduceTime(x, Op.Reduce.Kind.MAX);
    int both = builder.concat(mean, most);
    int flat = builder.reshape(both, 1, 12);
    assertLikeTheOracle(builder.softmax(builder.linear(flat, 5), 1));
  }

  @Test
  void attentionWhoseHeadsShareAnAxisWithTheBatch() {
    int x = builder.conv(0, 8, 4, 4, 1, 0, 0);
    int rows = builder.transpose(x, 2, 0, 1);
    int heads = builder.reshape(builder.linear(rows, 8), 10, 2, 4);
    int queries = builder.transpose(heads, 1, 0, 2);
    int keys = builder.transpose(heads, 1, 2, 0);
    int scores = builder.softmax(builder.matMul(queries, keys, 2, 10, 10), 2);
    int mixed = builder.matMul(scores, queries, 2, 10, 4);
    int back = builder.reshape(builder.transpose(mixed, 1, 0, 2), 10, 8);
    int normal = builder.layerNorm(builder.reshape(back, 1, 10, 8), 2);
    assertLikeTheOracle(builder.linear(builder.reshape(normal, 1, 80), 3));
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void everyActivation(Activation.Kind kind) {
    float alpha = kind == Activation.Kind.CLIP ? -0.4f : 0.3f;
    int positive = builder.binary(Op.Binary.Kind.MUL, 0, 0);
    int shifted =
        builder.binary(Op.Binary.Kind.ADD, positive, builder.constant(new float[] {0.1f}));
    // Roots and logarithms want positive numbers, the others both signs.
    boolean domain =
        kind == Activation.Kind.LOG
            || kind == Activation.Kind.SQRT
            || kind == Activation.Kind.RECIPROCAL;
    assertLikeTheOracle(builder.unary(domain ? shifted : 0, new Activation(kind, alpha, 0.7f)));
  }

  @Test
  void aLayerWithoutCounterpartIsNamed() {
    Network network = builder.build(builder.cumSum(builder.conv(0, 2, 3, 1, 1, 0, 0)));

    assertThatThrownBy(() -> LibtorchNetwork.of(network))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("CumSum");
  }

  @Test
  void tooFewSamplesAreRefused() {
    try (LibtorchNetwork libtorch = LibtorchNetwork.of(builder.build(builder.relu(0)))) {
      assertThatThrownBy(() -> libtorch.run(new float[CHANNELS * WINDOW], 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("batch of 2 needs 240 floats, got 120");
    }
  }
}
