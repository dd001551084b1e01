/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import java.util.random.RandomGenerator;

/**
 * When the heart beats, and from where.
 *
 * <p>Sinus intervals vary with the paper's bimodal spectrum, equation (2): a bell around 0.1 Hz
 * (Mayer waves) and one around the breathing rate. It is sampled as a sum of cosines with random
 * phases, which the inverse Fourier transform of the paper is too, but at jittered frequencies, so
 * that it does not repeat. A ventricular beat comes early and leaves the sinus node's clock alone
 * (full compensatory pause); a supraventricular one resets that clock.
 */
final class HeartRhythm {
  private static final double LOW = 0.1;
  private static final double BELL_WIDTH = 0.01;
  private static final int LINES = 16;

  private final EcgProfile profile;
  private final RandomGenerator random;
  private final double mean;
  private final double[] amplitude = new double[2 * LINES];
  private final double[] frequency = new double[2 * LINES];
  private final double[] phase = new double[2 * LINES];

  private double time;
  private Beat.Kind last = Beat.Kind.NORMAL;
  private double interval;
  private double pause;

  HeartRhythm(EcgProfile profile) {
    this.profile = profile;
    this.random = EcgProfile.random(profile.seed(), 2);
    this.mean = 60 / profile.heartRate();
    double deviation = mean * profile.heartRateDeviation() / profile.heartRate();
    double lowShare = profile.lowToHigh() / (1 + profile.lowToHigh());
    bell(0, LOW, deviation * Math.sqrt(lowShare));
    bell(LINES, profile.breathing(), deviation * Math.sqrt(1 - lowShare));
  }

  private void bell(int from, double centre, double deviation) {
    double total = 0;
    for (int i = from; i < from + LINES; i++) {
      double offset = ((i - from + random.nextDouble()) / LINES - 0.5) * 6;
      frequency[i] = centre + offset * BELL_WIDTH;
      amplitude[i] = Math.exp(-offset * offset / 4);
      phase[i] = random.nextDouble(2 * Math.PI);
      total += amplitude[i] * amplitude[i] / 2;
    }
    for (int i = from; i < from + LINES; i++) {
      amplitude[i] *= deviation / Math.sqrt(total);
    }
  }

  /** Goes on to the next beat. */
  void advance() {
    double sinus = sinusInterval(time);
    double draw = random.nextDouble();
    if (pause > 0) {
      interval = pause;
      pause = 0;
      last = Beat.Kind.NORMAL;
    } else if (last == Beat.Kind.NORMAL && draw < profile.ventricularRate()) {
      interval = sinus * random.nextDouble(0.55, 0.7);
      pause = 2 * sinus - interval;
      last = Beat.Kind.VENTRICULAR;
    } else if (last == Beat.Kind.NORMAL
        && draw < profile.ventricularRate() + profile.supraventricularRate()) {
      interval = sinus * random.nextDouble(0.6, 0.75);
      last = Beat.Kind.SUPRAVENTRICULAR;
    } else {
      interval = sinus;
      last = Beat.Kind.NORMAL;
    }
    time += interval;
  }

  /** Seconds from the beat before to this one. */
  double interval() {
    return interval;
  }

  /** Where this beat came from. */
  Beat.Kind kind() {
    return last;
  }

  /** The sinus node's interval at that time, in seconds. */
  double sinusInterval(double seconds) {
    double sum = mean;
    for (int i = 0; i < amplitude.length; i++) {
      sum += amplitude[i] * Math.cos(2 * Math.PI * frequency[i] * seconds + phase[i]);
    }
    return Math.max(0.2, sum);
  }
}
