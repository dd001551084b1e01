/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.rule.ServerStep;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class StepsTest {
  /** Runs a step on one parameter and compares it with an oracle that gets the same directions. */
  private static void compare(ServerStep step, DoubleUnaryOperator oracle) {
    Random random = new Random(7);
    float[] parameters = {0, 0};
    float[][] state = step.open(2);
    double expected = 0;
    for (int round = 0; round < 50; round++) {
      float direction = (float) random.nextGaussian();
      step.apply(state, round, parameters, new float[] {direction, 0});
      expected += oracle.applyAsDouble(direction);
      assertThat((double) parameters[0]).isCloseTo(expected, within(1e-4));
      assertThat(parameters[1]).isZero();
    }
  }

  @Test
  void plainStepScalesTheDirection() {
    compare(new Step(0.5), d -> 0.5 * d);
  }

  @Test
  void momentumFollowsHsu() {
    double[] m = {0};
    compare(
        new Momentum(0.3, 0.9, false),
        d -> {
          m[0] = 0.9 * m[0] + d;
          return 0.3 * m[0];
        });
  }

  @Test
  void nesterovFollowsDiLoCo() {
    double[] m = {0};
    compare(
        new Momentum(0.7, 0.9, true),
        d -> {
          m[0] = 0.9 * m[0] + d;
          return 0.7 * (d + 0.9 * m[0]);
        });
    // By hand: direction 1 twice moves 0.7 · 1.9 and 0.7 · (1 + 0.9 · 1.9).
    float[] x = {0};
    float[][] state = new Momentum(0.7, 0.9, true).open(1);
    new Momentum(0.7, 0.9, true).apply(state, 0, x, new float[] {1});
    assertThat(x[0]).isCloseTo(1.33f, within(1e-6f));
    new Momentum(0.7, 0.9, true).apply(state, 1, x, new float[] {1});
    assertThat(x[0]).isCloseTo(1.33f + 1.897f, within(1e-6f));
  }

  @Test
  void adaptiveStepsFollowReddi() {
    for (Adaptive.Kind kind : Adaptive.Kind.values()) {
      double tau = 0.01;
      double[] m = {0};
      double[] v = {tau * tau};
      compare(
          new Adaptive(kind, 0.1, 0.9, 0.99, tau),
          d -> {
            m[0] = 0.9 * m[0] + 0.1 * d;
            v[0] =
                switch (kind) {
                  case ADAGRAD -> v[0] + d * d;
                  case ADAM -> 0.99 * v[0] + 0.01 * d * d;
                  case YOGI -> v[0] - 0.01 * d * d * Math.signum(v[0] - d * d);
                };
            return 0.1 * m[0] / (Math.sqrt(v[0]) + tau);
          });
    }
  }

  @Test
  void co2IsOneRoundLateAndClips() {
    double[] state = {0, 0};
    compare(
        new Co2(0.8, 0.5, 0.6, 2),
        d -> {
          state[0] = Math.max(-0.6, Math.min(0.6, 0.5 * state[0] + state[1] / 2));
          state[1] = d;
          return 0.8 * state[0];
        });
    float[] x = {3};
    Co2 step = new Co2(1, 0.5, 1, 1);
    float[][] slots = step.open(1);
    step.apply(slots, 0, x, new float[] {100});
    assertThat(x[0]).isEqualTo(3);
    step.apply(slots, 1, x, new float[] {0});
    assertThat(x[0]).isEqualTo(4);
  }

  @Test
  void cuttingIntoFragmentsChangesNothing() {
    Random random = new Random(8);
    ServerStep step = new Adaptive(Adaptive.Kind.YOGI, 0.1, 0.9, 0.99, 1e-3);
    float[] whole = new float[10];
    float[] part = new float[4];
    float[][] wholeState = step.open(10);
    float[][] partState = step.open(4);
    for (int r = 0; r < 20; r++) {
      float[] direction = new float[10];
      float[] some = new float[4];
      for (int i = 0; i < 10; i++) {
        direction[i] = (float) random.nextGaussian();
      }
      System.arraycopy(direction, 3, some, 0, 4);
      step.apply(wholeState, r, whole, direction);
      step.apply(partState, r, part, some);
    }
    assertThat(java.util.Arrays.copyOfRange(whole, 3, 7)).isEqualTo(part);
  }

  @Test
  void turnsAreEvenAndResultsComeBeforeTheNextTurn() {
    FragmentTurns turns = new FragmentTurns(4, 100, 5, true);
    int[] seen = new int[4];
    for (int step = 1; step <= 1000; step++) {
      int due = turns.due(step);
      if (due >= 0) {
        assertThat(step % 25).isZero();
        assertThat(turns.arriving(step + 5)).isEqualTo(due);
        seen[due]++;
      }
    }
    assertThat(seen).containsOnly(10);
    assertThat(turns.group(5, 12)).isEqualTo(1);
    assertThat(new FragmentTurns(4, 100, 5, false).group(5, 12)).isEqualTo(1);
    assertThat(new FragmentTurns(4, 100, 5, false).group(11, 12)).isEqualTo(3);
    assertThatThrownBy(() -> new FragmentTurns(3, 100, 0, true)).hasMessageContaining("multiple");
    assertThatThrownBy(() -> new FragmentTurns(4, 100, 25, true)).hasMessageContaining("25");
    float[] local = {1};
    FragmentTurns.mix(local, new float[] {3}, 0.25);
    assertThat(local[0]).isEqualTo(2.5f);
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Step(0)).hasMessageContaining("server-rate");
    assertThatThrownBy(() -> new Momentum(1, 1, false)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> new Co2(1, 0, 1, 0.5)).hasMessageContaining("penalty");
  }
}
