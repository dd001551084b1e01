/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as a report writes them. */
final class Moments {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Moments() {}

  static String text(long millis) {
    return FORM.format(Instant.ofEpochMilli(millis));
  }

  /** How long it was from a time to another. */
  static String span(long fromMillis, long toMillis) {
    Duration span = Duration.ofMillis(toMillis - fromMillis);
    if (span.toSeconds() < 120) {
      return span.toSeconds() + " s";
    } else if (span.toMinutes() < 120) {
      return span.toMinutes() + " min";
    }
    return span.toHours() < 48 ? span.toHours() + " h" : span.toDays() + " days";
  }
}
