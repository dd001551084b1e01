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
  private static final int DRIFTS_SHOWN = 3;
  private static final String CLEAR_LINE = "\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final String heading;
  private int drawn;
  private DemoStatistics.Glance before;
  private DriftStatistics.Glance driftBefore;
  private long beforeNanos;

  LiveView(PrintStream out, boolean terminal, String heading) {
    this.out = out;
    this.terminal = terminal;
    this.heading = heading;
  }

  /**
   * Shows a look.
   *
   * @param drift of the learning job, or null where it does not run
   */
  void show(DemoStatistics.Glance now, DriftStatistics.Glance drift, double seconds) {
    long nanos = System.nanoTime();
    double elapsed = before == null ? seconds : (nanos - beforeNanos) / 1e9;
    double events = rate(now.events(), before == null ? 0 : before.events(), elapsed);
    double predictions =
        rate(now.predictions(), before == null ? 0 : before.predictions(), elapsed);
    if (terminal) {
      redraw(now, drift, elapsed, seconds, events, predictions);
    } else {
      out.printf(
          Locale.ROOT,
          "%5.0f s  %6.0f events/s  %6.0f predictions/s  latency %s  %d streams  %d alarms"
              + "  %d dead letters%s%n",
          seconds,
          events,
          predictions,
          latency(now.streams() > 0, now.recentP50(), now.recentP99()),
          now.streams(),
          now.alarms(),
          now.deadLetters(),
          drift == null ? "" : plain(drift, elapsed));
    }
    before = now;
    driftBefore = drift;
    beforeNanos = nanos;
  }

  private String plain(DriftStatistics.Glance drift, double elapsed) {
    return String.format(
        Locale.ROOT,
        "  |  learning %6.0f instances/s  accuracy %s  %d drifts",
        rate(drift.predictions(), driftBefore == null ? 0 : driftBefore.predictions(), elapsed),
        percent(drift.accuracy()),
        drift.alarms());
  }

  private static String latency(boolean any, double p50, double p99) {
    return any ? String.format(Locale.ROOT, "p50 %.0f ms p99 %.0f ms", p50, p99) : "-";
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static double rate(long now, long before, double seconds) {
    return seconds <= 0 ? 0 : (now - before) / seconds;
  }

  private void redraw(
      DemoStatistics.Glance now,
      DriftStatistics.Glance drift,
      double elapsed,
      double seconds,
      double events,
      double predictions) {
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
        latency(now.streams() > 0, now.recentP50(), now.recentP99()),
        now.streams(),
        now.late(),
        now.deadLetters());
    line("  %,d alarms, the last:", now.alarms());
    for (int i = 0; i < 5; i++) {
      if (i < now.lastAlarms().size()) {
        DemoStatistics.Alarm alarm = now.lastAlarms().get(i);
        line("    %s  %s  %s", time(alarm.timeMillis()), alarm.streamId(), alarm.label());
      } else {
        line("");
      }
    }
    if (drift != null) {
      draw(drift, elapsed);
    }
    out.flush();
  }

  private void draw(DriftStatistics.Glance drift, double elapsed) {
    line("learning streams that drift");
    line(
        "  %,d instances in (%,.0f/s)   %,d predictions out (%,.0f/s)   latency %s",
        drift.instances(),
        rate(drift.instances(), driftBefore == null ? 0 : driftBefore.instances(), elapsed),
        drift.predictions(),
        rate(drift.predictions(), driftBefore == null ? 0 : driftBefore.predictions(), elapsed),
        latency(drift.predictions() > 0, drift.recentP50(), drift.recentP99()));
    line(
        "  accuracy of the last windows %s  %s",
        percent(drift.accuracy()), Bars.of(drift.history(), 0.5, 1));
    line(
        "  experts' shares %s",
        drift.shares().isEmpty() ? "-" : Bars.of(drift.shares(), 0, Bars.most(drift.shares())));
    line("  %,d drifts found, the last:", drift.alarms());
    for (int i = 0; i < DRIFTS_SHOWN; i++) {
      if (i < drift.lastAlarms().size()) {
        DriftStatistics.Alarm alarm = drift.lastAlarms().get(i);
        line(
            "    %s  %s  %s: errors %+.1f points",
            time(alarm.timeMillis()), alarm.streamId(), alarm.detector(), 100 * alarm.magnitude());
      } else {
        line("");
      }
    }
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
