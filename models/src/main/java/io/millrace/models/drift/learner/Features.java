/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import java.util.Arrays;

/**
 * An instance's attribute values as learners read them: a cleaned copy, reusable. What is not
 * finite is missing (NaN); so is a nominal value that is no code of 0 to {@link #MAX_CODE}. Numbers
 * beyond ±{@link #LIMIT} count as that limit, so that squares and sums of theirs stay finite.
 */
public final class Features {
  /** Greatest magnitude of a number. */
  public static final double LIMIT = 1e30;

  /** Greatest code of a nominal value. */
  public static final int MAX_CODE = 16_383;

  private final int[] nominal;
  private final double[] values;
  private boolean missing;
  private boolean altered;
  private long stamp;

  public Features(Attributes attributes) {
    this.nominal = attributes.nominalPositions();
    this.values = new double[attributes.count()];
  }

  /**
   * Takes over an instance.
   *
   * @return whether it differs from the one held so far
   * @throws IllegalArgumentException when it has another number of values
   */
  public boolean take(double[] x) {
    if (stamp != 0 && !altered && Arrays.equals(x, values)) {
      return false;
    }
    Labels.checkWidth(x, values.length);
    stamp++;
    missing = false;
    altered = false;
    int odd = 0;
    for (int i = 0; i < x.length; i++) {
      double v = x[i];
      values[i] = v;
      if (!(Math.abs(v) <= LIMIT)) {
        odd++;
      }
    }
    if (odd > 0) {
      clean();
    }
    for (int i : nominal) {
      double v = values[i];
      if ((int) v != v || v < 0 || v > MAX_CODE) {
        values[i] = Double.NaN;
        missing = true;
        altered = true;
      }
    }
    return true;
  }

  private void clean() {
    altered = true;
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      if (Math.abs(v) > LIMIT && !Double.isInfinite(v)) {
        values[i] = Math.copySign(LIMIT, v);
      } else if (!(Math.abs(v) <= LIMIT)) {
        values[i] = Double.NaN;
        missing = true;
      }
    }
  }

  /** The live array: one value per attribute. */
  @SuppressWarnings("EI_EXPOSE_REP")
  public double[] values() {
    return values;
  }

  /** Whether a value is missing. */
  public boolean missing() {
    return missing;
  }

  /** Grows with each new instance taken. */
  public long stamp() {
    return stamp;
  }
}
