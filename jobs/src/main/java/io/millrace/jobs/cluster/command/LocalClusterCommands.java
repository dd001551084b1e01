/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;
import picocli.CommandLine;

/** Brings {@code cluster}, {@code submit}, {@code stop}, {@code upgrade} and {@code rescale}. */
public final class LocalClusterCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    CommandLine cluster =
        new CommandLine(new LocalClusterCommand())
            .addSubcommand(new StartClusterCommand(console))
            .addSubcommand(new StopClusterCommand(console))
            .addSubcommand(new ClusterStatusCommand(console))
            .addSubcommand(new ClusterLogsCommand(console));
    return List.of(
        cluster,
        new SubmitCommand(console),
        new StopCommand(console),
        new UpgradeCommand(console),
        new RescaleCommand(console));
  }
}
