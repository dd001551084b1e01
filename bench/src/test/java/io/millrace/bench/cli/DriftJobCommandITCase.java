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

final class DriftJobCommandITCase {
  private static final Extent TINY = PipelineFigures.tiny(Duration.ofMillis(500), 3_000);

  private final CapturedConsole captured = new CapturedConsole();

  private CommandLine command() {
    DriftJobCommand command = new DriftJobCommand(captured.console());
    command.extent = TINY;
    return new CommandLine(command)
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
        command().execute("--learners", "hoeffding-tree", "--keys", "100,200", "--kafka", "--json");
    assertThat(exit).as("%s", captured.err()).isEqualTo(ExitCode.OK);

    JsonNode jobs = captured.document().get("jobs");
    assertThat(jobs).hasSize(1);
    PipelineFigures.assertFitTogether(jobs.get(0), "hoeffding-tree", "100", "200");
  }

  @Test
  void learnersAndStreamsThatThereAreNotAreAMistakeOfTheUser() {
    assertThat(command().execute("--learners", "oracle")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no learner 'oracle'", "hoeffding-tree");
    assertThat(command().execute("--stream", "electricity")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no generated stream 'electricity'", "rbf-10");
    assertThat(captured.out()).isEmpty();
  }
}
