/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.util.List;
import java.util.Locale;

/**
 * An axis.
 *
 * @param low its beginning
 * @param high its end, above low
 * @param step between two marks: 1, 2 or 5 times a power of ten
 */
record Scale(double low, double high, double step) {
  private static final int MARKS = 8;

  /** One that all values have their place on. */
  static Scale over(List<double[]> lines) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] line : lines) {
      for (double value : line) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      low = 0;
      high = 1;
    }
    if (low == high) {
      double margin = Math.max(1e-3, Math.abs(low) * 0.01);
      low -= margin;
      high += margin;
    }
    double raw = (high - low) / MARKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double times = raw / power;
    double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    return new Scale(low, high, step);
  }

  /** The same from zero on, where that leaves the values more than half of the room. */
  Scale fromZero() {
    return low > 0 && low < high / 2 ? over(List.of(new double[] {0, high})) : this;
  }

  /** The first mark. */
  double first() {
    // Minus zero is written as zero.
    return Math.ceil(low / step - 1e-9) * step + 0.0;
  }

  /** Where a value lies, 0 to 1. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** How a mark is written. */
  String label(double mark) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%,." + decimals + "f", mark);
  }
}
