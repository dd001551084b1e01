/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

/**
 * The step to which weighted terms are rounded: 2^-fractionBits. A term {@code weight · value} must
 * stay below 2^(51 - fractionBits), and sums have room for 2048 terms of that size.
 *
 * @param fractionBits -900 to 900
 */
public record Grid(int fractionBits) {
  /** Bits of one term. */
  static final int TERM_BITS = 51;

  /** Bits of a sum of terms. */
  static final int SUM_BITS = 62;

  /** Every value up to 2048 with weight one, in steps of 9e-13. */
  public static final Grid STANDARD = covering(2048, 1);

  /** Checks the range. */
  public Grid {
    if (fractionBits < -900 || fractionBits > 900) {
      throw new IllegalArgumentException(
          "fractionBits is " + fractionBits + ", must be from -900 to 900");
    }
  }

  /**
   * The finest grid for values up to a magnitude and weights up to a largest one.
   *
   * @throws IllegalArgumentException when either is not positive and finite
   */
  public static Grid covering(double magnitude, double largestWeight) {
    double largest = magnitude * largestWeight;
    if (!(largest > 0) || Double.isInfinite(largest)) {
      throw new IllegalArgumentException(
          "a grid for values up to "
              + magnitude
              + " and weights up to "
              + largestWeight
              + " does not exist: both must be positive and finite");
    }
    int exponent = Math.getExponent(largest);
    boolean power = largest == Math.scalb(1.0, exponent);
    return new Grid(TERM_BITS - exponent - (power ? 0 : 1));
  }

  /** The distance of neighbouring values. */
  public double step() {
    return Math.scalb(1.0, -fractionBits);
  }

  /** The magnitude that a value with a weight must stay below. */
  public double limit(double weight) {
    return Math.scalb(1.0, TERM_BITS - fractionBits) / Math.abs(weight);
  }

  double factor(double weight) {
    return Math.scalb(weight, fractionBits);
  }
}
