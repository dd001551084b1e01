/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.job.SessionJobs;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Ends a cluster. */
@Command(
    name = "stop",
    header = "End the cluster; topics, checkpoints and logs stay.",
    description =
        "Jobs that run are not stopped in order: 'cluster start --resume' goes on with them from"
            + " their last checkpoint. 'stop JOB --savepoint' before is the orderly way.")
final class StopClusterCommand extends FolderCommand {
  StopClusterCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    Cluster cluster = cluster();
    List<String> running =
        cluster.state().isPresent() ? SessionJobs.wanted(cluster.folder()) : List.of();
    boolean ended = cluster.stop();
    if (json) {
      console.json(Map.of("ended", ended, "interrupted_jobs", running));
    } else if (!ended) {
      console.line("no cluster ran in %s", cluster.folder().path());
    } else {
      console.line("the cluster in %s has ended", cluster.folder().path());
      if (!running.isEmpty()) {
        console.line(
            "'./millrace cluster start --resume' goes on with %s", String.join(", ", running));
      }
    }
    return ExitCode.OK;
  }
}
