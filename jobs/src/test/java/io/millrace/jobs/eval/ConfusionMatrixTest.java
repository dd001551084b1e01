/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void scoresFollowTheirDefinitions() {
    // Rows: 3 true 0 of which 2 found, 2 true 1 of which 1 found.
    ConfusionMatrix matrix = matrix(new long[][] {{2, 1}, {1, 1}});

    assertThat(matrix.total()).isEqualTo(5);
    assertThat(matrix.accuracy()).isEqualTo(3.0 / 5);
    assertThat(matrix.recall(0)).isEqualTo(2.0 / 3);
    assertThat(matrix.precision(0)).isEqualTo(2.0 / 3);
    assertThat(matrix.f1(0)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(matrix.f1(1)).isCloseTo(0.5, within(1e-12));
    assertThat(matrix.macroF1()).isCloseTo((2.0 / 3 + 0.5) / 2, within(1e-12));
  }

  @Test
  void precisionAndRecallDifferWhereErrorsAreOneSided() {
    ConfusionMatrix matrix = matrix(new long[][] {{6, 0}, {2, 2}});

    assertThat(matrix.recall(0)).isEqualTo(1);
    assertThat(matrix.precision(0)).isEqualTo(0.75);
    assertThat(matrix.recall(1)).isEqualTo(0.5);
    assertThat(matrix.precision(1)).isEqualTo(1);
  }

  @Test
  void classesWithoutCasesScoreZeroAndNotNan() {
    ConfusionMatrix matrix = matrix(new long[][] {{3, 0, 0}, {0, 0, 0}, {1, 0, 0}});

    assertThat(matrix.f1(1)).isZero();
    assertThat(matrix.f1(2)).isZero();
    assertThat(matrix.macroF1()).isCloseTo(6.0 / 7 / 3, within(1e-12));
    assertThat(new ConfusionMatrix(2).accuracy()).isZero();
    assertThat(new ConfusionMatrix(2).macroF1()).isZero();
  }

  /** The detector's table on DS2, as it was published with the model. */
  @Test
  void thePublishedTableHasThePublishedScores() {
    ConfusionMatrix matrix =
        matrix(
            new long[][] {
              {107_992, 626, 67, 231},
              {471, 42_603, 846, 231},
              {7, 1_220, 485, 123},
              {95, 97, 48, 2_973}
            });

    assertThat(matrix.macroF1()).isCloseTo(0.782, within(0.0005));
    assertThat(matrix.accuracy()).isCloseTo(0.974, within(0.0005));
    assertThat(matrix.recall(3)).isCloseTo(0.925, within(0.0005));
    assertThat(matrix.precision(2)).isCloseTo(0.335, within(0.0005));
  }

  @Test
  void sumsCountTheCasesOfBothAndRowsAreACopy() {
    ConfusionMatrix sum = matrix(new long[][] {{1, 2}, {3, 4}});
    sum.add(matrix(new long[][] {{10, 20}, {30, 40}}));
    sum.rows()[0][0] = 99;

    assertThat(sum.rows()).isEqualTo(new long[][] {{11, 22}, {33, 44}});
    assertThat(sum.trueCases(1)).isEqualTo(77);
  }

  static ConfusionMatrix matrix(long[][] counts) {
    ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        for (long k = 0; k < counts[i][j]; k++) {
          matrix.add(i, j);
        }
      }
    }
    return matrix;
  }
}
