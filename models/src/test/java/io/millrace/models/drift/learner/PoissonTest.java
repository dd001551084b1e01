/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PoissonTest {
  @Test
  void drawsAreAsOftenAsTheDistributionSays() {
    for (double lambda : new double[] {0.1, 1, 6, 40}) {
      Poisson poisson = new Poisson(lambda);
      Chance chance = new Chance(7);
      int draws = 200_000;
      int[] seen = new int[200];
      for (int i = 0; i < draws; i++) {
        seen[poisson.draw(chance)]++;
      }
      double expected = Math.exp(-lambda);
      for (int k = 0; k < 60; k++) {
        assertThat((double) seen[k] / draws)
            .as("lambda %s, %d", lambda, k)
            .isCloseTo(expected, within(5 * Math.sqrt(expected / draws) + 1e-5));
        expected *= lambda / (k + 1);
      }
    }
  }

  @Test
  void chanceIsUniformAndItsStateIsAllThereIs() {
    Chance chance = new Chance(3);
    int[] seen = new int[10];
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      seen[chance.nextInt(10)]++;
      sum += chance.nextDouble();
    }
    assertThat(sum / 100_000).isCloseTo(0.5, within(0.005));
    for (int count : seen) {
      assertThat(count).isBetween(9_600, 10_400);
    }
    Chance copy = new Chance(0);
    copy.restore(chance.state());
    assertThat(copy.next()).isEqualTo(chance.next());
    assertThat(Chance.seed(1, 2)).isNotEqualTo(Chance.seed(2, 1));
  }

  @Test
  void aLambdaOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Poisson(0)).hasMessageContaining("lambda is 0.0");
    assertThatThrownBy(() -> new Poisson(1e6)).hasMessageContaining("lambda is 1000000.0");
  }
}
