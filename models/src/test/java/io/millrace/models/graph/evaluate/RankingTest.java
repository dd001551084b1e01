/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void knownRankingHasTheKnownAveragePrecision() {
    // The example of scikit-learn's average_precision_score: 0.8333, and 0.75 under the curve.
    Ranking ranking = new Ranking();
    ranking.add(0.1f, false);
    ranking.add(0.4f, false);
    ranking.add(0.35f, true);
    ranking.add(0.8f, true);
    assertThat(ranking.averagePrecision()).isCloseTo(5.0 / 6, within(1e-12));
    assertThat(ranking.areaUnderCurve()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void agreesWithTheDefinitionsAlsoOnTies() {
    Random random = new Random(1);
    Ranking ranking = new Ranking();
    for (int round = 0; round < 50; round++) {
      int n = 2 + random.nextInt(40);
      float[] scores = new float[n];
      boolean[] came = new boolean[n];
      ranking.clear();
      for (int i = 0; i < n; i++) {
        scores[i] = random.nextInt(8) / 8f;
        came[i] = i == 0 || (i > 1 && random.nextBoolean());
        ranking.add(scores[i], came[i]);
      }
      double wins = 0;
      double pairs = 0;
      double precision = 0;
      int positives = 0;
      for (int i = 0; i < n; i++) {
        int above = 0;
        int hits = 0;
        for (int j = 0; j < n; j++) {
          above += scores[j] >= scores[i] ? 1 : 0;
          hits += scores[j] >= scores[i] && came[j] ? 1 : 0;
          if (came[i] && !came[j]) {
            pairs++;
            wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          }
        }
        positives += came[i] ? 1 : 0;
        precision += came[i] ? (double) hits / above : 0;
      }
      assertThat(ranking.averagePrecision()).isCloseTo(precision / positives, within(1e-9));
      assertThat(ranking.areaUnderCurve()).isCloseTo(wins / pairs, within(1e-9));
    }
  }

  @Test
  void scoresThatAreNoneAreRefused() {
    Ranking ranking = new Ranking();
    assertThatThrownBy(() -> ranking.add(Float.NaN, true)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> ranking.add(1.5f, true)).hasMessageContaining("1.5");
    ranking.add(-0f, true);
    assertThat(ranking.size()).isEqualTo(1);
  }
}
