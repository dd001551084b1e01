/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long T = 1_700_000_000_000L;

  private final Meter meter = new Meter(10);

  @Test
  void onlyWholeSecondsCount() {
    meter.add(7, T);
    meter.add(3, T + 999);
    meter.add(100, T + 1000);

    assertThat(meter.history(2, T + 1500)).containsExactly(0, 10);
    assertThat(meter.rate(2, T + 1500)).isEqualTo(5);
    assertThat(meter.total()).isEqualTo(110);
  }

  @Test
  void secondsWithoutEventsAreZero() {
    meter.add(4, T);
    meter.add(5, T + 3000);

    assertThat(meter.history(5, T + 4000)).containsExactly(0, 4, 0, 0, 5);
  }

  @Test
  void nothingIsLeftAfterALongSilence() {
    meter.add(4, T);

    assertThat(meter.sum(10, T + 60_000)).isZero();
    assertThat(meter.total()).isEqualTo(4);
  }

  @Test
  void aClockThatWasSetBackDoesNoHarm() {
    meter.add(4, T + 5000);
    meter.add(2, T + 3000);
    meter.add(9, T - 60_000);

    assertThat(meter.history(5, T + 6000)).containsExactly(0, 0, 2, 0, 4);
  }

  @Test
  void aWindowThatIsNotRememberedIsRefused() {
    assertThatThrownBy(() -> meter.rate(11, T)).hasMessageContaining("window of 10 s");
  }
}
