/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FastExpTest {
  @Test
  void exponentialsAreRight() {
    for (double x = -690; x < 690; x += 0.37) {
      double expected = StrictMath.exp(x);
      assertThat(FastExp.exp(x)).isCloseTo(expected, within(1e-9 * expected));
    }
    assertThat(FastExp.exp(0)).isEqualTo(1);
    assertThat(FastExp.exp(-1e9)).isPositive().isLessThan(1e-300);
    assertThat(FastExp.exp(Double.POSITIVE_INFINITY)).isFinite();
    assertThat(FastExp.exp(Double.NaN)).isNaN();
  }

  @Test
  void logarithmsAreRight() {
    for (double x = 1e-300; x < 1e300; x *= 1.7) {
      assertThat(FastExp.log(x))
          .isCloseTo(StrictMath.log(x), within(1e-9 * (1 + Math.abs(StrictMath.log(x)))));
    }
    for (double x = 0.5; x < 2; x += 1e-3) {
      assertThat(FastExp.log(x)).isCloseTo(StrictMath.log(x), within(1e-9));
    }
    assertThat(FastExp.log(1)).isZero();
  }

  @Test
  void sigmoidIsSymmetric() {
    for (double x = 0; x < 40; x += 0.3) {
      assertThat(FastExp.sigmoid(x) + FastExp.sigmoid(-x)).isCloseTo(1, within(1e-9));
    }
  }
}
