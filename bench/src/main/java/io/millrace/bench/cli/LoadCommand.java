/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.load.LoadReport;
import io.millrace.bench.load.LoadRun;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Puts jobs under load on a cluster of its own until that is over or Ctrl-C, and tells how it went.
 */
abstract class LoadCommand<R extends LoadReport> extends MillraceCommand {
  @Mixin JobChoice choice = new JobChoice();

  @Option(names = "--minutes", paramLabel = "M", description = "Length of the input.")
  int minutes;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the cluster lies; the next run there empties it.")
  Path dir;

  /** With the defaults of its options. */
  LoadCommand(Console console, int minutes, Path dir) {
    super(console);
    this.minutes = minutes;
    this.dir = dir;
  }

  @Override
  public final Integer call() throws IOException {
    R report;
    try (Interrupt interrupt = Interrupt.listen()) {
      report =
          prepare(note -> console.note("millrace: %s", note), () -> !interrupt.isWished()).run();
    }
    if (json) {
      console.json(report);
    } else {
      print(report);
    }
    return report.isClean() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private LoadRun<R> prepare(Consumer<String> notes, BooleanSupplier wanted) {
    try {
      return prepare(Duration.ofMinutes(minutes), notes, wanted);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * Checks the options; nothing runs yet.
   *
   * @param notes told what goes on
   * @param wanted asked all the time; false breaks off
   * @throws IllegalArgumentException when they make no sense; the message says what to give
   */
  abstract LoadRun<R> prepare(Duration length, Consumer<String> notes, BooleanSupplier wanted);

  /** Prints a report for a person. */
  abstract void print(R report);
}
