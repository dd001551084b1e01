/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code run}. */
public final class RunCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new RunCommand(console));
  }
}
