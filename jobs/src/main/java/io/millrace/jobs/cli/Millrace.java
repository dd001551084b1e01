/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace} command. */
@Command(
    name = "millrace",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Stateful streaming machine learning on Apache Flink.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all went well",
      "  1  a failure",
      "  2  wrong arguments or configuration",
      "  3  the model is not accepted",
      "",
      "'millrace COMMAND --help' tells more."
    })
public final class Millrace implements Runnable {
  @Spec CommandSpec spec;

  private Millrace() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = commandLine(Console.takeOver()).execute(arguments);
    System.exit(code);
  }

  static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new Millrace());
    List<Object> commands = new ArrayList<>(builtIn(console));
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      commands.addAll(provider.commands(console));
    }
    commands.forEach(line::addSubcommand);
    Failures failures = new Failures(console);
    return line.setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(
            new java.io.PrintWriter(console.out(), true, java.nio.charset.StandardCharsets.UTF_8))
        .setErr(
            new java.io.PrintWriter(console.err(), true, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<Object> builtIn(Console console) {
    return List.of(new ConfigCommand(console));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
