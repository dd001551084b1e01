/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * The exponential function and its inverse in basic arithmetic, so that all machines give the same
 * bits, and several times faster than {@link StrictMath}.
 */
public final class FastExp {
  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 in two parts, so that n ln 2 is subtracted nearly exactly (Cody and Waite).
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877E-10;

  /** Adding it rounds to an integer, which then stands in the lowest bits. */
  private static final double ROUNDER = 0x1.8p52;

  private FastExp() {}

  /** e to the x within a relative 1e-9; x is clamped to [-700, 700]; NaN stays. */
  public static double exp(double x) {
    double clamped = Math.max(-700, Math.min(700, x));
    double shifted = clamped * LOG2_E + ROUNDER;
    double n = shifted - ROUNDER;
    double r = clamped - n * LN2_HIGH - n * LN2_LOW;
    // Taylor's polynomial of degree 8: |r| is at most 0.35.
    double p =
        1
            + r
                * (1
                    + r
                        * (1.0 / 2
                            + r
                                * (1.0 / 6
                                    + r
                                        * (1.0 / 24
                                            + r
                                                * (1.0 / 120
                                                    + r
                                                        * (1.0 / 720
                                                            + r * (1.0 / 5040 + r / 40320)))))));
    return p * Double.longBitsToDouble(((long) n + 1023) << 52);
  }

  /** The natural logarithm within 1e-9, for normal numbers above zero. */
  public static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
    if (m > 1.4142135623730951) {
      m *= 0.5;
      exponent++;
    }
    // ln m = 2 atanh(s), |s| at most 0.172.
    double s = (m - 1) / (m + 1);
    double q = s * s;
    double series =
        1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11)))));
    return exponent * (LN2_HIGH + LN2_LOW) + 2 * s * series;
  }

  /** 1 / (1 + e^-x). */
  public static double sigmoid(double x) {
    return 1 / (1 + exp(-x));
  }
}
