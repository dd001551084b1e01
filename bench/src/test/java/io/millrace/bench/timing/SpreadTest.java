/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Spread.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
  }

  @Test
  void aTenthOfTheRoundsLiesOutsideOnEitherSide() {
    double[] values = new double[99];
    for (int i = 0; i < values.length; i++) {
      values[i] = 99 - i;
    }

    assertThat(Spread.of(values)).isEqualTo(new Spread(50, 10, 90, 99));
  }

  @Test
  void ratiosPairWhatWasMeasuredInTheSameRound() {
    // Both slow down by half in the second round: the ratio does not change.
    Spread ratios = Spread.ofRatios(new double[] {10, 20, 10}, new double[] {2, 4, 2});

    assertThat(ratios).isEqualTo(new Spread(5, 5, 5, 3));
  }

  @Test
  void roundsThatCannotBePairedAreRefused() {
    assertThatThrownBy(() -> Spread.ofRatios(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rounds cannot be paired with 3");
  }

  @Test
  void noRoundHasNoMedian() {
    assertThatThrownBy(() -> Spread.of(new double[0])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherUnitScalesAll() {
    assertThat(new Spread(2000, 1000, 4000, 7).times(1e-3)).isEqualTo(new Spread(2, 1, 4, 7));
  }
}
