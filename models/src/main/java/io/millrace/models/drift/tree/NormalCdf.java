/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/**
 * The standard normal distribution function from a table, by cubic Hermite interpolation with the
 * density as slope; off by less than 1e-7.
 */
final class NormalCdf {
  private static final double STEPS = 16;
  private static final int REACH = 8;
  private static final double[] VALUE = new double[(int) (2 * REACH * STEPS) + 2];
  private static final double[] SLOPE = new double[VALUE.length];

  static {
    // Simpson's rule in steps so small that its error is far below the interpolation's.
    int fine = 16;
    double h = 1 / (STEPS * fine);
    double sum = 0;
    for (int i = 0; i < VALUE.length; i++) {
      double z = i / STEPS - REACH;
      VALUE[i] = sum;
      SLOPE[i] = density(z) / STEPS;
      for (int k = 0; k < fine; k++) {
        double from = z + k * h;
        sum += h / 6 * (density(from) + 4 * density(from + h / 2) + density(from + h));
      }
    }
  }

  private NormalCdf() {}

  private static double density(double z) {
    return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  }

  /** Share of the standard normal distribution up to z. */
  static double of(double z) {
    if (z <= -REACH) {
      return 0;
    }
    if (z >= REACH) {
      return 1;
    }
    double at = (z + REACH) * STEPS;
    int i = (int) at;
    double t = at - i;
    double rise = VALUE[i + 1] - VALUE[i];
    double before = SLOPE[i] - rise;
    double after = SLOPE[i + 1] - rise;
    return VALUE[i] + t * (rise + (1 - t) * ((1 - t) * before - t * after));
  }
}
