/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.replay;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code replay} to the command line. */
public final class ReplayCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new ReplayCommand(console));
  }
}
