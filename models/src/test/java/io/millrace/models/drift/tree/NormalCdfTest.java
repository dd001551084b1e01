/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalCdfTest {
  /** The series of the error function, exact enough for |z| up to 6. */
  static double exact(double z) {
    if (Math.abs(z) > 6) {
      return z > 0 ? 1 : 0;
    }
    double term = z;
    double sum = z;
    for (int k = 1; k < 200; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void isOffByLessThanATenMillionth() {
    for (double z = -9; z < 9; z += 0.00137) {
      assertThat(NormalCdf.of(z)).as("%s", z).isCloseTo(exact(z), within(1e-7));
    }
  }

  @Test
  void neverFalls() {
    double last = 0;
    for (double z = -8.5; z < 8.5; z += 0.001) {
      double next = NormalCdf.of(z);
      assertThat(next).isBetween(last - 1e-14, 1.0);
      last = next;
    }
  }

  @Test
  void endsAtNothingAndAtAll() {
    assertThat(NormalCdf.of(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(NormalCdf.of(Double.POSITIVE_INFINITY)).isOne();
    assertThat(NormalCdf.of(0)).isCloseTo(0.5, within(1e-10));
  }
}
