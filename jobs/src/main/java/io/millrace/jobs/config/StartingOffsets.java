/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

/** Where a job without a checkpoint begins to read. */
public enum StartingOffsets {
  /** Where the consumer group stopped, or at the beginning. */
  COMMITTED("committed"),
  /** At the oldest record. */
  EARLIEST("earliest"),
  /** At the next record that arrives. */
  LATEST("latest");

  private final String label;

  StartingOffsets(String label) {
    this.label = label;
  }

  /** The name in configuration. */
  @Override
  public String toString() {
    return label;
  }
}
