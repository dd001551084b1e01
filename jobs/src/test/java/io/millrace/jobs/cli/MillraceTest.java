/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MillraceTest {
  private final CapturedConsole captured = new CapturedConsole();

  @TempDir Path folder;

  @Test
  void helpListsEveryCommandWithWhatItDoes() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(captured.out()).contains("config", "Show all configuration options", "Exit codes");
    for (CommandLine command : Millrace.commandLine(captured.console()).getSubcommands().values()) {
      assertThat(command.getCommandSpec().usageMessage().header())
          .as("header of %s", command.getCommandName())
          .isNotEmpty();
    }
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : Millrace.commandLine(captured.console()).getSubcommands().keySet()) {
      assertThat(run(command, "--help")).isEqualTo(ExitCode.OK);
      assertThat(captured.out()).contains("Usage: millrace " + command).contains("--json");
      assertThat(captured.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "confg", "config --chek x"})
  void wrongArgumentsEndWithCodeTwoAndOneLineOfHelp(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).doesNotContain("\tat ").isNotBlank();
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    run("confg");
    assertThat(captured.err()).contains("Did you mean: millrace config");
  }

  @Test
  void aWrongConfigurationEndsWithCodeTwoAndNoStackTrace() throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), "millrace.bundle.sice: 3");

    assertThat(run("config", "--check", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err())
        .contains("did you mean millrace.bundle.size?")
        .doesNotContain("\tat ");
  }

  @Test
  void debugShowsTheStackTrace() {
    assertThat(run("config", "--set", "x", "--debug")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("\tat ");
  }

  @Test
  void jsonIsExactlyOneDocument() throws IOException {
    assertThat(run("config", "--json")).isEqualTo(ExitCode.OK);
    try (var values = new ObjectMapper().readerFor(JsonNode.class).readValues(captured.out())) {
      assertThat(values.readAll()).hasSize(1);
    }
  }

  @Test
  void theDashboardMayLookAtTheGroupsOfTheJobsAndAtNoOther() {
    run(
        "topics",
        "acls",
        "--job",
        "dashboard",
        "--principal",
        "User:page",
        "--set",
        "dashboard.groups.drift-moe=prod-drift");

    assertThat(captured.out().lines().filter(line -> line.contains("--group")))
        .hasSize(5)
        .allMatch(line -> line.contains("--operation Describe"))
        .noneMatch(line -> line.contains("prefixed"))
        .anyMatch(line -> line.contains("'millrace-streaming-cnn'"))
        .anyMatch(line -> line.contains("'prod-drift'"))
        .anyMatch(line -> line.contains("'prod-drift-labels'"));
  }

  private int run(String... arguments) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(arguments);
  }
}
