/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands share: help, {@code --json}, {@code --debug} and the console. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    showDefaultValues = true)
public abstract class MillraceCommand implements Callable<Integer> {
  protected final Console console;

  @Option(
      names = "--json",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Print one JSON document on standard output, all else on standard error.")
  protected boolean json;

  @Option(
      names = "--debug",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Show the stack trace of a failure.")
  boolean debug;

  protected MillraceCommand(Console console) {
    this.console = console;
  }

  /**
   * Does the work.
   *
   * @return one of {@link ExitCode}
   */
  @Override
  public abstract Integer call() throws Exception;
}
