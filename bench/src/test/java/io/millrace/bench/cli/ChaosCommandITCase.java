/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes for a minute, and once more undisturbed. */
final class ChaosCommandITCase {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void aTaskManagerThatIsKilledCostsNoRecord() throws IOException {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(notes, true, UTF_8), false);
    int exit =
        new CommandLine(new ChaosCommand(console))
            .execute(
                "--job=drift-moe",
                "--minutes=1",
                "--faults=kill-taskmanager",
                "--dir=" + folder.resolve("chaos"),
                "--json");

    assertThat(exit).as("%s%s", notes.toString(UTF_8), out.toString(UTF_8)).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString(UTF_8));
    assertThat(report.path("clean").asBoolean()).isTrue();
    assertThat(report.path("skipped")).isEmpty();
    assertThat(report.path("faults")).hasSize(1);
    JsonNode fault = report.path("faults").path(0);
    assertThat(fault.path("kind").asText()).isEqualTo("kill-taskmanager");
    assertThat(fault.path("recovered_s").asDouble()).isPositive();
    assertThat(report.path("observed_records").asLong())
        .isPositive()
        .isEqualTo(report.path("expected_records").asLong());
    for (String count : new String[] {"input_lost", "lost", "duplicated", "mismatched"}) {
      assertThat(report.path(count).asLong(-1)).as(count).isZero();
    }
  }
}
