/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WaveformTest {
  private static final float GAP = Float.NaN;

  private final Waveform waveform = new Waveform(5);

  private void put(long from, int count) {
    for (int i = 0; i < count; i++) {
      waveform.put(from + i, (float) (from + i));
    }
  }

  @Test
  void theNewestSamplesAreKept() {
    put(100, 7);

    assertThat(waveform.last(3)).containsExactly(104, 105, 106);
    assertThat(waveform.last(99)).containsExactly(102, 103, 104, 105, 106);
    assertThat(waveform.end()).isEqualTo(107);
  }

  @Test
  void whatIsMissingIsAGap() {
    put(0, 2);
    put(4, 1);

    assertThat(waveform.last(5)).containsExactly(0, 1, GAP, GAP, 4);
  }

  @Test
  void samplesThatComeLateFillTheirGap() {
    put(0, 2);
    put(4, 1);
    put(2, 2);

    assertThat(waveform.last(5)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void samplesThatAreTooLateChangeNothing() {
    put(0, 10);
    waveform.put(2, 99);

    assertThat(waveform.last(5)).containsExactly(5, 6, 7, 8, 9);
  }

  @Test
  void aLongGapLeavesNothingOfBefore() {
    put(0, 5);
    put(1000, 1);

    assertThat(waveform.last(5)).containsExactly(GAP, GAP, GAP, GAP, 1000);
  }

  @Test
  void nothingYetIsAllGap() {
    assertThat(waveform.last(2)).containsExactly(GAP, GAP);
    assertThat(waveform.end()).isZero();
  }

  @Test
  void aWindowHoldsASampleAtLeast() {
    assertThatThrownBy(() -> new Waveform(0)).hasMessageContaining("capacity is 0");
  }
}
