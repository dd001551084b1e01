/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentilesTest {
  private final Percentiles percentiles = new Percentiles(100, 1000);

  @Test
  void percentilesAreValuesThatWereSeen() {
    for (int i = 100; i >= 1; i--) {
      percentiles.add(i, 0);
    }

    assertThat(percentiles.at(0, 50, 99, 100, 0)).containsExactly(50, 99, 100, 1);
  }

  @Test
  void theOldestGoWhenThereAreTooMany() {
    for (int i = 0; i < 250; i++) {
      percentiles.add(i, 0);
    }

    assertThat(percentiles.at(0, 0, 100)).containsExactly(150, 249);
  }

  @Test
  void oldValuesDoNotCount() {
    percentiles.add(5, 0);
    percentiles.add(7, 900);

    assertThat(percentiles.at(1100, 0, 100)).containsExactly(7, 7);
    assertThat(percentiles.at(5000, 50)).isNull();
  }
}
