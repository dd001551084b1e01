/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

/** What a board tells the overview of its job. */
public interface Progress {
  /** When the newest result was made, by the clock of the job's machine; 0 before the first. */
  long newestMillis();

  /** Median and 99th percentile of the latency in milliseconds; null where nothing came of late. */
  long[] latency(long nowMillis);
}
