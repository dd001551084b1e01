/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.jobs.eval.drift.DriftReport.WindowReport;
import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import java.util.List;

/** Accuracy over time: by window, and of all instances so far. */
final class AccuracyPlot {
  private AccuracyPlot() {}

  static Chart of(DriftReport report) {
    int n = report.windows().size();
    double[] ends = new double[n];
    double[] windowed = new double[n];
    double[] cumulative = new double[n];
    double right = 0;
    double seen = 0;
    for (int i = 0; i < n; i++) {
      WindowReport window = report.windows().get(i);
      right += window.accuracy() * window.instances();
      seen += window.instances();
      ends[i] = window.end();
      windowed[i] = window.accuracy();
      cumulative[i] = right / seen;
    }
    String length = n == 0 ? "" : " of " + report.windows().get(0).instances();
    return new Chart(
        report.learner() + " on " + report.stream(),
        "instances",
        "accuracy",
        List.of(
            new Line("windows" + length, ends, windowed),
            new Line("all so far", ends, cumulative)));
  }
}
