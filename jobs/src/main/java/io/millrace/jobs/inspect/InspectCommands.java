/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.inspect;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Registers {@code inspect}. */
public final class InspectCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new InspectCommand(console));
  }
}
