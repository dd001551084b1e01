/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import io.millrace.schemas.AggregationReport;

/** What readers of reports of aggregation need more than once. */
public final class AggregationReports {
  private AggregationReports() {}

  /** How many updates a round had: of a large one a report lists some only, but counts all. */
  public static int updates(AggregationReport report) {
    long counted = report.getStalenessHistogram().stream().mapToLong(Long::longValue).sum();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(report.getParticipants().size(), counted));
  }
}
