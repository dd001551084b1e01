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

/** Gives a job another configuration. */
@Command(
    name = "upgrade",
    header = "Give a running job another configuration, from a savepoint.",
    description = {
      "Whether its state can go on with the new one is checked first; if not, the job is left"
          + " alone. If the new one does not come to run, the old one goes on."
    })
final class UpgradeCommand extends SessionCommand {
  @Parameters(paramLabel = "JOB", description = "Its name or id.")
  String job;

  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();

  @Option(
      names = "--drop-state",
      description = "Leave behind state that no operator wants any more.")
  boolean dropState;

  UpgradeCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    try (SessionJobs jobs = jobs()) {
      tell(jobs.upgrade(job, configuration.load(), dropState));
    }
    return ExitCode.OK;
  }
}
