/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import java.util.Arrays;

/**
 * The waves of one kind of beat at 60 beats a minute, as parallel arrays for the inner loop.
 *
 * <p>At other rates ECGSYN scales widths with {@code h = sqrt(rate / 60)}, the angles of Q and S
 * likewise and those of P and T with {@code sqrt(h)}, so that durations follow the rate less than
 * proportionally. So does {@link #at}.
 */
final class Morphology {
  /** Beyond so many widths a bell is taken for zero: exp(-18) of its height. */
  private static final double REACH = 6;

  final double[] angle;
  final double[] amplitude;
  final double[] width;

  private Morphology(double[] angle, double[] amplitude, double[] width) {
    this.angle = angle;
    this.amplitude = amplitude;
    this.width = width;
  }

  static Morphology of(Wave... waves) {
    return new Morphology(
        Arrays.stream(waves).mapToDouble(Wave::angle).toArray(),
        Arrays.stream(waves).mapToDouble(Wave::amplitude).toArray(),
        Arrays.stream(waves).mapToDouble(Wave::width).toArray());
  }

  /** A sinus beat as in lead II. */
  static Morphology normal(double scale) {
    return of(
        new Wave(-Math.PI * 70 / 180, 0.13 * scale, 0.25),
        new Wave(-Math.PI * 15 / 180, -0.12 * scale, 0.1),
        new Wave(0, 1.15 * scale, 0.1),
        new Wave(Math.PI * 15 / 180, -0.25 * scale, 0.1),
        new Wave(Math.PI * 100 / 180, 0.28 * scale, 0.4));
  }

  /** An atrial premature beat: another P wave, nearer to a narrow QRS complex. */
  static Morphology supraventricular(double scale) {
    return of(
        new Wave(-Math.PI * 55 / 180, -0.07 * scale, 0.16),
        new Wave(-Math.PI * 15 / 180, -0.12 * scale, 0.1),
        new Wave(0, 1.1 * scale, 0.1),
        new Wave(Math.PI * 15 / 180, -0.27 * scale, 0.1),
        new Wave(Math.PI * 100 / 180, 0.24 * scale, 0.4));
  }

  /**
   * A ventricular premature beat: no P wave, a wide and tall QRS complex, a T wave against it.
   *
   * @param scale negative where the focus makes the complex point downwards
   */
  static Morphology ventricular(double scale) {
    return of(
        new Wave(-0.42, -0.25 * scale, 0.16),
        new Wave(0, 1.7 * scale, 0.27),
        new Wave(0.55, -0.6 * scale, 0.25),
        new Wave(Math.PI * 105 / 180, -0.5 * scale, 0.45));
  }

  /** These waves at an interval between R peaks of so many seconds. */
  Morphology at(double interval) {
    double h = Math.sqrt(1 / interval);
    double root = Math.sqrt(h);
    double[] scaledAngle = new double[angle.length];
    double[] scaledWidth = new double[angle.length];
    for (int i = 0; i < angle.length; i++) {
      scaledAngle[i] = angle[i] * (Math.abs(angle[i]) < Math.PI / 4 ? h : root);
      scaledWidth[i] = width[i] * h;
    }
    return new Morphology(scaledAngle, amplitude, scaledWidth);
  }

  /** Equation (1) of the paper: the sum of the bells' slopes, per radian of phase. */
  double slope(double phase) {
    double sum = 0;
    for (int i = 0; i < angle.length; i++) {
      double distance = phase - angle[i];
      double relative = distance / width[i];
      if (Math.abs(relative) < REACH) {
        sum -=
            amplitude[i] * distance / (width[i] * width[i]) * Math.exp(-0.5 * relative * relative);
      }
    }
    return sum;
  }
}
