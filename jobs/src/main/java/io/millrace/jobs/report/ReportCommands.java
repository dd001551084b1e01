/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code report} to the command line. */
public final class ReportCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new ReportCommand(console));
  }
}
