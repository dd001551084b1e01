/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;
import picocli.CommandLine;

/** Brings {@code topics} to the command line. */
public final class TopicsCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(
        new CommandLine(new TopicsCommand())
            .addSubcommand(new TopicsCreateCommand(console))
            .addSubcommand(new TopicsListCommand(console))
            .addSubcommand(new TopicsDescribeCommand(console))
            .addSubcommand(new TopicsAclsCommand(console)));
  }
}
