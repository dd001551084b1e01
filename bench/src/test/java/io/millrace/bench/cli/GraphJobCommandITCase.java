/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.UsageException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class GraphJobCommandITCase {
  private static final Extent TINY = PipelineFigures.tiny(Duration.ofMillis(500), 24_000);

  private final CapturedConsole captured = new CapturedConsole();

  private CommandLine command() {
    GraphJobCommand command = new GraphJobCommand(captured.console());
    command.extent = TINY;
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              assertThat(e).isInstanceOf(UsageException.class);
              captured.console().note("%s", e.getMessage());
              return ExitCode.USAGE;
            });
  }

  @Test
  void theFiguresOfTheJobFitTogether() throws IOException {
    int exit =
        command()
            .execute(
                "--models",
                "tgn",
                "--modes",
                "learning",
                "--nodes",
                "100,200",
                "--kafka",
                "--json");
    assertThat(exit).as("%s", captured.err()).isEqualTo(ExitCode.OK);

    JsonNode jobs = captured.document().get("jobs");
    assertThat(jobs).hasSize(1);
    PipelineFigures.assertFitTogether(jobs.get(0), "tgn, learning", "100", "200");
  }

  @Test
  void modelsThatThereAreNotAreAMistakeOfTheUser() {
    assertThat(command().execute("--models", "gcn")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no model 'gcn'", "tgn, jodie");
    assertThat(command().execute("--nodes", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("give 1 or more");
    assertThat(captured.out()).isEmpty();
  }
}
