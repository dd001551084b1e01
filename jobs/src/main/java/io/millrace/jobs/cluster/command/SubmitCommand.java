/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.ConfigurationOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cluster.job.SessionJobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a job on the cluster. */
@Command(
    name = "submit",
    header = "Start a job on the cluster of this machine; prints its id.",
    description = {
      "Without brokers in its configuration the job uses the cluster's own, where topics that are"
          + " missing are made. On others 'topics create' makes them."
    })
final class SubmitCommand extends SessionCommand {
  @Parameters(
      paramLabel = "JOB",
      description = "The job: streaming-cnn, drift-moe, temporal-graph or parameter-aggregation.")
  String job;

  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Go on from this savepoint or checkpoint.")
  String savepoint;

  @Option(
      names = "--drop-state",
      description = "Leave behind state in the savepoint that no operator wants any more.")
  boolean dropState;

  SubmitCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    try (SessionJobs jobs = jobs()) {
      tell(jobs.submit(known(job), configuration.load(), savepoint, dropState));
    }
    return ExitCode.OK;
  }
}
