/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.operators.metrics.MillraceMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** How the rounds of all models of a subtask went. */
final class RoundMetrics {
  private final Counter suspicious;
  private final Counter failed;
  private final Histogram participants;
  private final Histogram time;
  private final Histogram staleness;
  private volatile long version = -1;
  private volatile long publishedMillis = -1;
  private volatile long knownWorkers;

  /**
   * @param operator the operator's own group
   */
  RoundMetrics(MetricGroup operator) {
    MillraceMetrics metrics = new MillraceMetrics(operator);
    suspicious = metrics.counter(MillraceMetrics.SUSPICIOUS_UPDATES);
    failed = metrics.counter(MillraceMetrics.FAILED_ROUNDS);
    participants = metrics.histogram(MillraceMetrics.PARTICIPANTS);
    time = metrics.histogram(MillraceMetrics.ROUND_TIME);
    staleness = metrics.histogram(MillraceMetrics.STALENESS);
    metrics.gauge(MillraceMetrics.MODEL_VERSION, () -> version);
    metrics.gauge(
        MillraceMetrics.MODEL_AGE,
        () -> publishedMillis < 0 ? -1 : System.currentTimeMillis() - publishedMillis);
    metrics.gauge(MillraceMetrics.KNOWN_WORKERS, () -> knownWorkers);
  }

  /** A version was made. */
  void published(RoundReport report) {
    RoundSummary summary = report.summary();
    version = Math.max(version, summary.version());
    publishedMillis = report.publishedMillis();
    knownWorkers = summary.knownWorkers();
    if (summary.round() < 0) {
      // The parameters that a model begins with are of no round.
      return;
    }
    participants.update(summary.participants().size());
    time.update(Math.max(0, report.publishedMillis() - summary.openedMillis()));
    for (Participant one : summary.participants()) {
      staleness.update(one.staleness());
    }
    for (RoundReport.Verdict verdict : report.verdicts()) {
      if (!verdict.suspicion().isEmpty()) {
        suspicious.inc();
      }
    }
    if (!report.failure().isEmpty()) {
      failed.inc();
    }
  }
}
