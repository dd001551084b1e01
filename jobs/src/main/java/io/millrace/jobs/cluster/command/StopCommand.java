/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cluster.job.SessionJobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a job on the cluster. */
@Command(
    name = "stop",
    header = "End a job on the cluster of this machine.",
    description =
        "With --savepoint all that it wrote is committed, and 'submit --savepoint' goes on exactly"
            + " there. Without, it leaves its last checkpoint.")
final class StopCommand extends SessionCommand {
  @Parameters(paramLabel = "JOB", description = "Its name or id.")
  String job;

  @Option(names = "--savepoint", description = "Take a savepoint and print where it lies.")
  boolean savepoint;

  StopCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    try (SessionJobs jobs = jobs()) {
      SessionJobs.Stopped stopped = jobs.stop(job, savepoint);
      if (json) {
        console.json(stopped);
      } else {
        if (stopped.savepoint() != null) {
          console.line("%s", stopped.savepoint());
        }
        console.note("%s has ended", stopped.job());
      }
    }
    return ExitCode.OK;
  }
}
