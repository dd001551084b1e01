/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;
import picocli.CommandLine;

/** Brings {@code bench} and {@code chaos} to the command line. */
public final class BenchCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(
        new CommandLine(new BenchCommand(console))
            .addSubcommand(new StreamingCnnCommand(console))
            .addSubcommand(new ScaleCommand(console))
            .addSubcommand(new NrmseCommand(console))
            .addSubcommand(new DriftCommand(console))
            .addSubcommand(new DriftJobCommand(console))
            .addSubcommand(new DriftAblationsCommand(console))
            .addSubcommand(new GraphCommand(console))
            .addSubcommand(new GraphJobCommand(console))
            .addSubcommand(new AggregationCommand(console))
            .addSubcommand(new AggregationJobCommand(console))
            .addSubcommand(new SoakCommand(console)),
        new ChaosCommand(console));
  }
}
