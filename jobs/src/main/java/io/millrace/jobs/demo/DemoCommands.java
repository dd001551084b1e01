/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.jobs.cli.CommandProvider;
import io.millrace.jobs.cli.Console;
import java.util.List;

/** Brings {@code demo}. */
public final class DemoCommands implements CommandProvider {
  @Override
  public List<Object> commands(Console console) {
    return List.of(new DemoCommand(console));
  }
}
