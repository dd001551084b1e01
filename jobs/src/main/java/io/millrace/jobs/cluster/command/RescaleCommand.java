/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.cluster.job.SessionJobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a job with another parallelism. */
@Command(
    name = "rescale",
    header = "Run a job with another parallelism, from a savepoint.",
    description = "Keys move to the instances that they now belong to; nothing is computed twice.")
final class RescaleCommand extends SessionCommand {
  @Parameters(paramLabel = "JOB", description = "Its name or id.")
  String job;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      required = true,
      description = "Parallel instances of each operator.")
  int parallelism;

  RescaleCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    UsageException.unless(parallelism > 0, "--parallelism", parallelism, "1 or more");
    try (SessionJobs jobs = jobs()) {
      tell(jobs.rescale(job, parallelism));
    }
    return ExitCode.OK;
  }
}
