/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

/**
 * Weights are multiples of 2^-24, so that their total is exact too. Up to 2^38 in magnitude, half a
 * unit is at most 3e-8: what a float would round away of a weight near one.
 */
public final class Weight {
  private static final double UNIT = 0x1p-24;
  private static final double LIMIT = 0x1p38;

  private Weight() {}

  /**
   * The nearest number of units.
   *
   * @throws IllegalArgumentException when it is not finite or beyond 2^38
   */
  public static long units(double weight) {
    if (!(Math.abs(weight) <= LIMIT)) {
      throw new IllegalArgumentException(
          "weight is " + weight + ", must be finite and at most 2^38 in magnitude");
    }
    return Math.round(weight / UNIT);
  }

  /** The weight of a number of units. */
  public static double of(long units) {
    return units * UNIT;
  }

  /** A weight that is a whole number of units. */
  public static double rounded(double weight) {
    return of(units(weight));
  }
}
