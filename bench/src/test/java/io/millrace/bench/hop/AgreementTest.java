/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AgreementTest {
  @Test
  void theLargestDifferenceOfAnyOutputCounts() {
    float[][] a = {{1, 2}, {3, 4}};
    float[][] b = {{1, 2.5f}, {3, 2}};

    assertThat(Agreement.maxDifference(a, b)).isEqualTo(2);
    assertThat(Agreement.maxDifference(a, a)).isZero();
    assertThat(Agreement.magnitude(new float[][] {{-7, 2}})).isEqualTo(7);
  }

  @Test
  void notANumberIsNoAgreement() {
    assertThat(Agreement.maxDifference(new float[][] {{Float.NaN}}, new float[][] {{1}})).isNaN();
    assertThat(Agreement.maxDifference(new float[][] {{Float.NaN, 1}}, new float[][] {{1, 1}}))
        .isNaN();
  }

  @Test
  void outputsOfDifferentSizeAreRefused() {
    assertThatThrownBy(() -> Agreement.maxDifference(new float[1][2], new float[1][3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and of 3 floats");
  }
}
