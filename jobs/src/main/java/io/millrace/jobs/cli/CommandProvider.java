/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import java.util.List;

/**
 * Brings more commands to the command line. Found by {@link java.util.ServiceLoader}: a module
 * names its implementation in {@code META-INF/services/io.millrace.jobs.cli.CommandProvider}.
 */
public interface CommandProvider {
  /**
   * New commands, in the order of the help text.
   *
   * @param console where they write; picocli-annotated objects, usually {@link MillraceCommand}s
   */
  List<Object> commands(Console console);
}
