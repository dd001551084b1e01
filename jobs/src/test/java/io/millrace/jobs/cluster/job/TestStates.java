/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ProcessMark;
import java.util.List;

/** States of clusters that are not there. */
final class TestStates {
  private TestStates() {}

  static ClusterState of(String build) {
    return new ClusterState(
        ClusterState.Phase.RUNNING,
        "",
        ProcessMark.of(ProcessHandle.current(), ""),
        build,
        "http://localhost:1",
        "localhost:9092",
        1,
        8,
        List.of());
  }
}
