/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Shows the figures once a second: on a terminal a block that is redrawn in place, elsewhere one
 * line.
 */
final class LiveView {
  private static final String CLEAR_LINE = "\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final String heading;
  private int drawn;
  private DemoStatistics.Glance before;
  private long beforeNanos;

  LiveView(PrintStream out, boolean terminal, String heading) {
    this.out = out;
    this.terminal = terminal;
    this.heading = heading;
  }

  void show(DemoStatistics.Glance now, double seconds) {
    long nanos = System.nanoTime();
    double elapsed = before == null ? seconds : (nanos - beforeNanos) / 1e9;
    double events = rate(now.events(), before == null ? 0 : before.events(), elapsed);
    double predictions =
        rate(now.predictions(), before == null ? 0 : before.predictions(), elapsed);
    before = now;
    beforeNanos = nanos;
    if (terminal) {
      redraw(now, seconds, events, predictions);
    } else {
      out.printf(
          Locale.ROOT,
          "%5.0f s  %6.0f events/s  %6.0f predictions/s  latency %s  %d streams  %d alarms"
              + "  %d dead letters%n",
          seconds,
          events,
          predictions,
          latency(now),
          now.streams(),
          now.alarms(),
          now.deadLetters());
    }
  }

  private static String latency(DemoStatistics.Glance now) {
    return now.streams() == 0
        ? "-"
        : String.format(Locale.ROOT, "p50 %.0f ms p99 %.0f ms", now.recentP50(), now.recentP99());
  }

  private static double rate(long now, long before, double seconds) {
    return seconds <= 0 ? 0 : (now - before) / seconds;
  }

  private void redraw(
      DemoStatistics.Glance now, double seconds, double events, double predictions) {
    if (drawn > 0) {
      out.printf(Locale.ROOT, "\u001b[%dA", drawn);
    }
    drawn = 0;
    line("%s", heading);
    line(
        "  %02d:%02d   %,d frames in (%,.0f/s)   %,d predictions out (%,.0f/s)",
        (long) seconds / 60,
        (long) seconds % 60,
        now.events(),
        events,
        now.predictions(),
        predictions);
    line(
        "  latency %s   %d streams   %d late   %d dead letters",
        latency(now), now.streams(), now.late(), now.deadLetters());
    line("  %,d alarms, the last:", now.alarms());
    for (int i = 0; i < 5; i++) {
      if (i < now.lastAlarms().size()) {
        DemoStatistics.Alarm alarm = now.lastAlarms().get(i);
        line("    %s  %s  %s", time(alarm.timeMillis()), alarm.streamId(), alarm.label());
      } else {
        line("");
      }
    }
    out.flush();
  }

  private void line(String format, Object... arguments) {
    out.print(CLEAR_LINE);
    out.printf(Locale.ROOT, format + "%n", arguments);
    drawn++;
  }

  private static LocalTime time(long millis) {
    return LocalTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault())
        .truncatedTo(ChronoUnit.SECONDS);
  }
}
