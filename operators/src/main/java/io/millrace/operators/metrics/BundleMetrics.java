/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;

/** What bundles cost. */
public final class BundleMetrics {
  private static final int NANOS_PER_MICRO = 1000;

  private final Counter records;
  private final Histogram size;
  private final Histogram wait;
  private final Histogram compute;

  BundleMetrics(Counter records, Histogram size, Histogram wait, Histogram compute) {
    this.records = records;
    this.size = size;
    this.wait = wait;
    this.compute = compute;
  }

  /**
   * A bundle was processed.
   *
   * @param count records in it
   * @param waitNanos from its first record to its processing
   * @param computeNanos of its processing
   */
  public void processed(int count, long waitNanos, long computeNanos) {
    records.inc(count);
    size.update(count);
    wait.update(waitNanos / NANOS_PER_MICRO);
    compute.update(computeNanos / NANOS_PER_MICRO);
  }
}
