/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/**
 * The error function in double precision: Abramowitz and Stegun, Handbook of Mathematical
 * Functions, equation 7.1.6, whose terms are all positive and therefore sum without cancellation.
 */
final class Erf {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  /** Beyond it the result is one to double precision. */
  private static final double SATURATION = 6;

  private Erf() {}

  static double erf(double x) {
    if (Math.abs(x) >= SATURATION) {
      return Math.signum(x);
    }
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-square) * sum;
  }
}
