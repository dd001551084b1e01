/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

/**
 * A metric as dashboards know it.
 *
 * @param name within its group
 * @param kind how it behaves
 * @param grouped whether it is in the group of Millrace, or in the operator's own
 * @param jobs that have it, separated by commas
 * @param meaning in a phrase
 */
public record Metric(String name, Kind kind, boolean grouped, String jobs, String meaning) {
  private static final String SCOPE = "flink_taskmanager_job_task_operator_";

  /** How a metric behaves. */
  public enum Kind {
    /** Only grows, and begins anew with a restart. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Quantiles of the newest values. */
    HISTOGRAM
  }

  /** What Flink's Prometheus reporter makes of it. */
  public String prometheusName() {
    if (!grouped) {
      return SCOPE + name;
    }
    boolean labelled = name.equals(MillraceMetrics.REJECTED);
    return SCOPE + MillraceMetrics.GROUP + (labelled ? "_reason_" : "_") + name;
  }
}
