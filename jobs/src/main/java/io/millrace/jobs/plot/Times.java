/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Marks of an axis of times, in milliseconds since the epoch: whole seconds, minutes, hours. */
final class Times {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] STEPS = {
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY
  };
  private static final int MARKS = 8;

  private Times() {}

  /** The same axis with marks that are times. */
  static Scale of(Scale scale) {
    double raw = (scale.high() - scale.low()) / MARKS;
    for (long step : STEPS) {
      if (step >= raw) {
        return new Scale(scale.low(), scale.high(), step);
      }
    }
    double days = Math.ceil(raw / (28 * DAY)) * 28 * DAY;
    return new Scale(scale.low(), scale.high(), days);
  }

  /** How a mark is written. */
  static String label(double mark, double step) {
    String pattern = step < MINUTE ? "HH:mm:ss" : step < DAY ? "dd MMM HH:mm" : "yyyy-MM-dd";
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochMilli(Math.round(mark)));
  }
}
