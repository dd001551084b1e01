/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AttacksTest {
  private final RandomGenerator random = new SplittableRandom(10);

  private float[][] honest(int n, int d) {
    float[][] rows = new float[n][d];
    for (float[] row : rows) {
      for (int c = 0; c < d; c++) {
        row[c] = (float) (1 + random.nextGaussian());
      }
    }
    return rows;
  }

  private float[][] craft(String name, float[][] honest, float[][] earlier) {
    float[][] out = new float[3][honest[0].length];
    Attacks.named(name).craft(new Attack.Scene(honest, earlier, random), out);
    return out;
  }

  @Test
  void handWorkedAttacks() {
    float[][] honest = {{1, 4}, {3, 8}};
    assertThat(craft("sign-flip", honest, honest)[0]).containsExactly(-2, -6);
    assertThat(craft("ipm", honest, honest)[1]).containsExactly(-1, -3);
    assertThat(craft("reverse", honest, honest)[2]).containsExactly(-20, -60);
    assertThat(craft("zero", honest, honest)[0]).containsExactly(0, 0);
    assertThat(craft("nan", honest, honest)[0]).containsOnly(Float.NaN);
    assertThat(craft("infinity", honest, honest)[0]).containsOnly(Float.POSITIVE_INFINITY);
    float[][] earlier = {{7, 7}, {8, 8}};
    assertThat(craft("stale-replay", honest, earlier))
        .isDeepEqualTo(new float[][] {{7, 7}, {8, 8}, {7, 7}});
    assertThat(Attacks.flippedLabel(2, 10)).isEqualTo(7);
  }

  @Test
  void aLittleIsEnoughUsesThePapersFactor() {
    // 50 workers, 24 malicious: 2 supporters among 26, quantile of 24/26.
    assertThat(LittleIsEnough.factor(50, 24)).isCloseTo(1.426, within(1e-3));
    assertThat(LittleIsEnough.quantile(0.975)).isCloseTo(1.959964, within(1e-5));
    assertThat(LittleIsEnough.quantile(0.5)).isCloseTo(0, within(1e-9));
  }

  @Test
  void stealthyAttacksStayAsNearAsHonestUpdatesButNoNearer() {
    float[][] honest = honest(12, 50);
    for (Stealthy.Bound bound : Stealthy.Bound.values()) {
      Stealthy attack = new Stealthy(bound);
      float[][] out = new float[3][50];
      attack.craft(new Attack.Scene(honest, honest, random), out);
      double most = 0;
      for (float[] row : honest) {
        most = Math.max(most, attack.cost(row, honest));
      }
      assertThat(attack.cost(out[0], honest)).isBetween(most * 0.999, most * 1.00001);
      assertThat(out[2]).isEqualTo(out[0]);
    }
  }

  @Test
  void collusionAgreesAndNoiseDoesNot() {
    float[][] honest = honest(12, 50);
    float[][] collusion = craft("collusion", honest, honest);
    assertThat(collusion[0]).isEqualTo(collusion[1]);
    float[][] noise = craft("gaussian", honest, honest);
    assertThat(noise[0]).isNotEqualTo(noise[1]);
  }

  @Test
  void unknownAttacksNameTheKnownOnes() {
    assertThatThrownBy(() -> Attacks.named("magic"))
        .hasMessageContaining("'magic'")
        .hasMessageContaining("alie");
    assertThat(Attacks.names()).hasSize(12);
  }
}
