/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.jobs.cluster.ClusterException;
import java.io.IOException;

/** Jobs under load on a cluster of their own. */
public interface LoadRun<R extends LoadReport> {
  /**
   * Runs it; leaves no process.
   *
   * @throws ClusterException when the cluster or a job does not start, or when broken off
   * @throws IOException when what was seen cannot be written
   */
  R run() throws IOException;
}
