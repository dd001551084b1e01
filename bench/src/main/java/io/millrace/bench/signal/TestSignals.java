/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.signal;

import java.util.Random;

/** Signals from a seed, channels-last. */
public final class TestSignals {
  private static final int HARMONICS = 24;

  private TestSignals() {}

  /** White noise of standard deviation one. */
  public static float[] noise(int channels, int samples, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[channels * samples];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) random.nextGaussian();
    }
    return signal;
  }

  /**
   * Per channel a sum of cosines of random phase with frequencies spread evenly from none to a
   * highest one and amplitudes that fall with the frequency, as in most of what sensors see;
   * variance one.
   *
   * @param highest frequency, in cycles per sample, at most 0.5
   */
  public static float[] bandLimited(int channels, int samples, double highest, long seed) {
    Random random = new Random(seed);
    float[] signal = new float[channels * samples];
    for (int c = 0; c < channels; c++) {
      double power = 0;
      double[] frequency = new double[HARMONICS];
      double[] amplitude = new double[HARMONICS];
      double[] phase = new double[HARMONICS];
      for (int h = 0; h < HARMONICS; h++) {
        frequency[h] = 2 * Math.PI * highest * (h + random.nextDouble()) / HARMONICS;
        amplitude[h] = 1 / Math.sqrt(1.0 + h);
        phase[h] = 2 * Math.PI * random.nextDouble();
        power += amplitude[h] * amplitude[h] / 2;
      }
      double scale = 1 / Math.sqrt(power);
      for (int t = 0; t < samples; t++) {
        double sum = 0;
        for (int h = 0; h < HARMONICS; h++) {
          sum += amplitude[h] * Math.cos(frequency[h] * t + phase[h]);
        }
        signal[t * channels + c] = (float) (scale * sum);
      }
    }
    return signal;
  }

  /** The same signal with channels first made channels last. */
  public static float[] channelsLast(float[] signal, int channels) {
    int samples = signal.length / channels;
    float[] turned = new float[signal.length];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < samples; t++) {
        turned[t * channels + c] = signal[c * samples + t];
      }
    }
    return turned;
  }
}
