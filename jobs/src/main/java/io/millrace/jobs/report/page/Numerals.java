/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import java.util.Locale;

/** How numbers are written: no more digits than somebody reads. */
public final class Numerals {
  private static final double LARGE = 100_000;
  private static final double SMALL = 1e-3;

  private Numerals() {}

  /** A number; whole ones without a point, others with four digits that matter. */
  public static String of(Number number) {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "\u2013" : value > 0 ? "\u221e" : "\u2212\u221e";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    } else if (size >= LARGE) {
      return String.format(Locale.ROOT, "%,.0f", value);
    } else if (size < SMALL) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int digits = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return trimmed(String.format(Locale.ROOT, "%,." + digits + "f", value));
  }

  private static String trimmed(String decimal) {
    return decimal.contains(".") ? decimal.replaceAll("\\.?0+$", "") : decimal;
  }

  /** A share of 0 to 1 in percent; a dash where it is unknown. */
  public static String percent(Double share) {
    return share == null || !Double.isFinite(share)
        ? "\u2013"
        : String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }

  /** A time in milliseconds. */
  public static String millis(double millis) {
    return millis < 10_000
        ? String.format(Locale.ROOT, "%,.0f\u00a0ms", millis)
        : String.format(Locale.ROOT, "%,.1f\u00a0s", millis / 1000);
  }

  /** A number of bytes. */
  public static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double scaled = bytes;
    while (scaled >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return of(scaled < 10 ? Math.round(scaled * 10) / 10.0 : Math.round(scaled))
        + '\u00a0'
        + units[unit];
  }
}
