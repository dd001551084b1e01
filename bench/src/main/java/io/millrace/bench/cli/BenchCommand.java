/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.MillraceCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The parent of all measurements. */
@Command(
    name = "bench",
    header = "Measure speed and memory against peers.",
    synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand extends MillraceCommand {
  @Spec CommandSpec spec;

  BenchCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing");
  }
}
