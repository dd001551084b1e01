/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a process of a cluster is. */
public enum Role {
  BROKER("broker"),
  JOB_MANAGER("jobmanager"),
  TASK_MANAGER("taskmanager");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** As names of processes begin. */
  @Override
  @JsonValue
  public String toString() {
    return label;
  }
}
