/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * The distribution of a measured quantity over rounds.
 *
 * @param median half of the rounds lie below
 * @param low a tenth of the rounds lies below
 * @param high a tenth of the rounds lies above
 * @param rounds how many there were
 */
public record Spread(double median, double low, double high, int rounds) {

  /**
   * The distribution of these values.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Spread of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no round was measured: there is no median");
    }
    Percentile percentile = new Percentile();
    percentile.setData(values);
    return new Spread(
        percentile.evaluate(50), percentile.evaluate(10), percentile.evaluate(90), values.length);
  }

  /** The distribution of {@code a[i] / b[i]}: rounds that were measured next to each other. */
  public static Spread ofRatios(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          a.length + " rounds cannot be paired with " + b.length + ": measure them in turns");
    }
    double[] ratios = new double[a.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return of(ratios);
  }

  /** All values times a factor, for another unit. */
  public Spread times(double factor) {
    return new Spread(median * factor, low * factor, high * factor, rounds);
  }
}
