/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.exact;

/**
 * A sum of doubles without any rounding, and so the same in any order: limbs of 32 bits over the
 * whole range of a double (Neal, "Fast exact summation using small and large superaccumulators",
 * 2015, the small one). Used for the few numbers per pair of workers that fragments send.
 */
public final class ExactScalar {
  private static final int LIMBS = 68;
  private static final int LOWEST = -1074;
  private static final long MASK = 0xffffffffL;

  private final long[] limbs;
  private int pending;

  /** Zero. */
  public ExactScalar() {
    limbs = new long[LIMBS];
  }

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("cannot add " + value + " exactly");
    }
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long mantissa = bits & 0xfffffffffffffL;
    if (exponent == 0) {
      exponent = 1;
    } else {
      mantissa |= 1L << 52;
    }
    int position = exponent - 1;
    int limb = position >> 5;
    int shift = position & 31;
    long low = (mantissa & MASK) << shift;
    long high = (mantissa >>> 32) << shift;
    long sign = bits < 0 ? -1 : 1;
    limbs[limb] += sign * (low & MASK);
    limbs[limb + 1] += sign * ((low >>> 32) + (high & MASK));
    limbs[limb + 2] += sign * (high >>> 32);
    if (++pending == 1 << 28) {
      carry();
    }
  }

  /** Adds another sum. */
  public void merge(ExactScalar other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    pending = 1;
  }

  /** Leaves digits from 0 to 2^32 - 1 below a signed last one: one form for every value. */
  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> 32;
      limbs[i] &= MASK;
    }
    pending = 0;
  }

  /** The sum, rounded to a double from its leading digits; within one unit of its last place. */
  public double value() {
    carry();
    boolean negative = limbs[LIMBS - 1] < 0;
    long[] digits = limbs.clone();
    if (negative) {
      for (int i = 0; i < LIMBS; i++) {
        digits[i] = -digits[i];
      }
      for (int i = 0; i < LIMBS - 1; i++) {
        digits[i + 1] += digits[i] >> 32;
        digits[i] &= MASK;
      }
    }
    int top = LIMBS - 1;
    while (top > 0 && digits[top] == 0) {
      top--;
    }
    double result = 0;
    for (int i = top; i >= Math.max(0, top - 3); i--) {
      result += Math.scalb((double) digits[i], LOWEST + 32 * i);
    }
    return negative ? -result : result;
  }
}
