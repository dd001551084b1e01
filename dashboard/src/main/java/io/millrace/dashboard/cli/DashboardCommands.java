/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code dashboard} and {@code status}. */
public final class DashboardCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new DashboardCommand(console), new StatusCommand(console));
  }
}
