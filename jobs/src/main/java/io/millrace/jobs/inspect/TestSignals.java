/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.inspect;

import java.util.Random;

/**
 * Signals that a model is checked with: white noise, which hides nothing, and a band-limited one,
 * as sensors give.
 */
final class TestSignals {
  private static final int TONES = 12;

  /** Cycles per sample of the fastest tone. */
  private static final double HIGHEST = 0.1;

  private TestSignals() {}

  /** Unit variance, (samples, channels) channels-last. */
  static float[] noise(int channels, int samples, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[channels * samples];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) random.nextGaussian();
    }
    return signal;
  }

  /**
   * A sum of tones below a tenth of the sampling rate, unit variance, (samples, channels)
   * channels-last.
   */
  static float[] bandLimited(int channels, int samples, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[channels * samples];
    double amplitude = Math.sqrt(2.0 / TONES);
    for (int channel = 0; channel < channels; channel++) {
      for (int tone = 0; tone < TONES; tone++) {
        double frequency = 2 * Math.PI * HIGHEST * random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        for (int t = 0; t < samples; t++) {
          signal[t * channels + channel] += (float) (amplitude * Math.sin(frequency * t + phase));
        }
      }
    }
    return signal;
  }
}
