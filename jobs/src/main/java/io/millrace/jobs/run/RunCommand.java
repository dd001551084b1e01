/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one job in this process. */
@Command(
    name = "run",
    header = "Run a job in this process, against brokers that are there already.",
    description = {
      "Runs until Ctrl-C, which takes a savepoint where millrace.checkpoint.dir is set. What a "
          + "configuration may hold is told by 'millrace config'."
    })
final class RunCommand extends MillraceCommand {
  @Parameters(
      paramLabel = "JOB",
      description = "The job: streaming-cnn, drift-moe, temporal-graph or parameter-aggregation.")
  String job;

  @Mixin BrokerOptions brokers;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Go on from this savepoint or checkpoint.")
  String savepoint;

  @Option(names = "--seconds", paramLabel = "N", description = "End after so many seconds.")
  Integer seconds;

  RunCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    RunnableJob known =
        RunnableJob.named(job)
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no job '" + job + "': give " + RunnableJob.names()));
    brokers
        .exposed()
        .forEach(
            key ->
                console.note(
                    "millrace: all users of this machine can see %s; --command-config FILE hides it",
                    key));
    long deadline = seconds == null ? Long.MAX_VALUE : System.currentTimeMillis() + 1000L * seconds;
    RunReport report;
    try (Interrupt interrupt = Interrupt.listen()) {
      report =
          new LocalRun(known, brokers.configuration(), note -> console.note("millrace: %s", note))
              .run(savepoint, () -> !interrupt.isWished() && System.currentTimeMillis() < deadline);
    }
    if (json) {
      console.json(report);
    } else {
      console.line(
          "%s ran for %.0f s with %d checkpoints and %d restarts%s",
          report.job(),
          report.seconds(),
          report.checkpoints(),
          report.restarts(),
          report.savepoint() == null ? "" : "; go on with --savepoint " + report.savepoint());
    }
    return ExitCode.OK;
  }
}
