/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import io.millrace.dashboard.health.Health;
import io.millrace.dashboard.health.JobFigures;
import io.millrace.dashboard.health.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The overview as lines of text. */
record StatusTable(Health.Overview overview) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "job",
            "state",
            "in/s",
            "out/s",
            "p50 ms",
            "p99 ms",
            "behind",
            "checkpoint",
            "restarts",
            "letters"));
    for (Health.Job job : overview.jobs()) {
      JobFigures of = job.figures();
      lines.add(
          row(
              job.name(),
              job.state(),
              number(of.inRate()),
              number(of.outRate()),
              number(of.latencyP50()),
              number(of.latencyP99()),
              number(of.lag()),
              of.checkpointAgeSeconds() == null ? "-" : number(of.checkpointAgeSeconds()) + " s",
              number(of.restarts()),
              number(of.deadLetters())));
    }
    overview.problems().forEach(problem -> add(lines, "all", problem));
    overview.jobs().forEach(job -> job.problems().forEach(one -> add(lines, job.name(), one)));
    return lines;
  }

  private static void add(List<String> lines, String who, Problem problem) {
    lines.add("");
    lines.add(problem.severity().toUpperCase(Locale.ROOT) + " " + who + ": " + problem.text());
    lines.add("  " + problem.remedy());
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-22s %-5s %9s %9s %9s %9s %9s %10s %8s %7s", cells)
        .stripTrailing();
  }

  private static String number(Number value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%,.0f", value.doubleValue());
  }
}
