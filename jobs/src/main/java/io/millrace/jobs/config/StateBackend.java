/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

/** Where Flink keeps keyed state. */
public enum StateBackend {
  /** On disk, as large as the disk, checkpoints write only changes. */
  ROCKSDB("rocksdb"),
  /** On the heap. */
  HASHMAP("hashmap");

  private final String label;

  StateBackend(String label) {
    this.label = label;
  }

  /** The name in configuration, which is Flink's own. */
  @Override
  public String toString() {
    return label;
  }
}
