/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.publish;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code publish} to the command line. */
public final class PublishCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new PublishCommand(console));
  }
}
