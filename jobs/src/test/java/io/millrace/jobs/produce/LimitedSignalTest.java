/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.synthetic.EcgProfile;
import org.junit.jupiter.api.Test;

class LimitedSignalTest {
  @Test
  void endsAfterItsSeconds() {
    LimitedSignal signal = limited(Long.MAX_VALUE, 0.5);

    assertThat(signal.length()).isEqualTo(180);
    assertThat(signal.read(100)).hasSize(100);
    assertThat(signal.read(100)).hasSize(80);
    assertThat(signal.read(100)).isEmpty();
    assertThat(signal.secondsRead()).isEqualTo(0.5);
  }

  @Test
  void aShorterSignalEndsByItself() {
    LimitedSignal signal = limited(90, 10);

    assertThat(signal.length()).isEqualTo(90);
    assertThat(signal.read(100)).hasSize(90);
    assertThat(signal.read(100)).isEmpty();
  }

  @Test
  void withoutLimitAnEndlessSignalStaysEndless() {
    assertThat(limited(Long.MAX_VALUE, Double.POSITIVE_INFINITY).length())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void carriesItsOwnNameAndTheSamplesOfTheSignal() {
    LimitedSignal signal = limited(Long.MAX_VALUE, 1);

    assertThat(signal.streamId()).isEqualTo("run1-a");
    assertThat(signal.read(50))
        .isEqualTo(new SyntheticSignal("a", EcgProfile.clean(1), Long.MAX_VALUE).read(50));
  }

  private static LimitedSignal limited(long length, double seconds) {
    return new LimitedSignal(
        new SyntheticSignal("a", EcgProfile.clean(1), length), "run1-a", seconds);
  }
}
