/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Phase;
import io.millrace.jobs.cluster.job.SessionJobs;
import io.millrace.jobs.run.RunnableJob;

/** A command for a job on the cluster in a folder. */
abstract class SessionCommand extends FolderCommand {
  SessionCommand(Console console) {
    super(console);
  }

  final SessionJobs jobs() {
    Cluster cluster = cluster();
    ClusterState state = cluster.require();
    if (state.phase() == Phase.STARTING) {
      throw new ClusterException(
          "the cluster in " + cluster.folder().path() + " is still starting: wait for it");
    }
    return new SessionJobs(cluster.folder(), state, note -> console.note("millrace: %s", note));
  }

  static RunnableJob known(String job) {
    return RunnableJob.named(job)
        .orElseThrow(
            () -> new UsageException("there is no job '" + job + "': give " + RunnableJob.names()));
  }

  final void tell(SessionJobs.Submitted submitted) {
    if (json) {
      console.json(submitted);
    } else {
      console.line("%s", submitted.id());
      console.note(
          "%s runs%s",
          submitted.job(), submitted.from() == null ? "" : ", gone on from " + submitted.from());
    }
  }
}
