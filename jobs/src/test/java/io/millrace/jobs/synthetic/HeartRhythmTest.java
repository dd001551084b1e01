/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeartRhythmTest {
  private static final double STEP = 0.5;
  private static final int SAMPLES = 8192;

  @Test
  void theIntervalsHaveTheMeanAndDeviationOfTheProfile() {
    HeartRhythm rhythm = new HeartRhythm(profile(1, 0.5));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double interval = rhythm.sinusInterval(i * STEP);
      sum += interval;
      squares += interval * interval;
    }
    double mean = sum / SAMPLES;
    assertThat(mean).isCloseTo(1, within(0.01));
    assertThat(Math.sqrt(squares / SAMPLES - mean * mean)).isCloseTo(3 / 60.0, within(0.005));
  }

  @Test
  void theSpectrumHasTwoBellsInTheRatioOfTheProfile() {
    for (double ratio : new double[] {0.5, 2}) {
      HeartRhythm rhythm = new HeartRhythm(profile(2, ratio));
      double low = power(rhythm, 0.07, 0.13);
      double high = power(rhythm, 0.22, 0.28);

      assertThat(low / high).isCloseTo(ratio, within(0.15 * ratio));
      assertThat(power(rhythm, 0.14, 0.21)).isLessThan(0.05 * (low + high));
    }
  }

  @Test
  void differentSeedsBeatAtDifferentTimes() {
    HeartRhythm one = new HeartRhythm(profile(1, 0.5));
    HeartRhythm other = new HeartRhythm(profile(2, 0.5));
    one.advance();
    other.advance();
    assertThat(one.interval()).isNotEqualTo(other.interval());
  }

  private static EcgProfile profile(long seed, double lowToHigh) {
    return new EcgProfile(seed, 60, 3, lowToHigh, 0.25, 1, 0, 0, 1, 0, 0, 50, 0, 0);
  }

  private static double power(HeartRhythm rhythm, double from, double to) {
    double[] series = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      // The Hann taper keeps one bell out of the other.
      double taper = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SAMPLES);
      series[i] = taper * (rhythm.sinusInterval(i * STEP) - 1);
    }
    double sum = 0;
    for (double f = from; f < to; f += 1 / (SAMPLES * STEP)) {
      double cosine = 0;
      double sine = 0;
      for (int i = 0; i < SAMPLES; i++) {
        cosine += series[i] * Math.cos(2 * Math.PI * f * i * STEP);
        sine += series[i] * Math.sin(2 * Math.PI * f * i * STEP);
      }
      sum += cosine * cosine + sine * sine;
    }
    return sum;
  }
}
