/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import java.util.List;

/**
 * What became of the jobs that should have run and did not.
 *
 * @param started what runs again
 * @param failures why others could not be started, a line each
 * @param changing whether a process changes a job now, which may have to be started afterwards
 */
public record Resumption(
    List<SessionJobs.Submitted> started, List<String> failures, boolean changing) {
  public Resumption {
    started = List.copyOf(started);
    failures = List.copyOf(failures);
  }
}
