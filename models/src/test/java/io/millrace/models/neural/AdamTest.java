/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
  @Test
  void firstTwoStepsAreThoseComputedByHand() {
    Dense layer = new Dense(1, 1);
    layer.weights[0] = 0.5f;
    AdamSettings adam = new AdamSettings(0.1f, 0.9f, 0.99f, 1e-8f);

    // g = 2: m = 0.2, v = 0.04; corrected 2 and 4: w = 0.5 - 0.1 * 2 / 2.
    layer.gradient[0] = 2;
    layer.step(NeuralPath.plain(), adam);
    assertThat(layer.weights[0]).isCloseTo(0.4f, within(1e-6f));

    // g = -1: m = 0.08, v = 0.0496; corrected 0.421053 and 2.492462: w = 0.4 - 0.0266702.
    layer.gradient[0] = -1;
    layer.step(NeuralPath.plain(), adam);
    assertThat(layer.weights[0]).isCloseTo(0.3733298f, within(1e-6f));
    assertThat(layer.first[0]).isCloseTo(0.08f, within(1e-6f));
    assertThat(layer.second[0]).isCloseTo(0.0496f, within(1e-6f));
  }

  @Test
  void stepsOfANetworkAreCountedPerLayer() {
    Mlp mlp = new Mlp(new MlpShape(1, List.of(2), 1, 0), AdamSettings.of(0.01), 3);
    float before = mlp.layer(1).weights[2 * mlp.layer(1).stride];
    Pass pass = mlp.pass(1);
    pass.inputs()[0] = 1;
    for (int step = 0; step < 3; step++) {
      mlp.forward(pass, 1);
      Losses.binary(pass, 1, new float[] {1});
      mlp.backward(pass, 1);
      mlp.step();
    }
    // The bias has nearly the same gradient each time: each step is nearly the learning rate.
    float after = mlp.layer(1).weights[2 * mlp.layer(1).stride];
    assertThat(after - before).isCloseTo(0.03f, within(0.001f));
  }
}
