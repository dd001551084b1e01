/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes for a minute, and once more undisturbed. */
final class ChaosCommandITCase {
  private final CapturedConsole captured = new CapturedConsole();

  @TempDir Path folder;

  @Test
  void aTaskManagerThatIsKilledCostsNoRecord() throws IOException {
    int exit =
        new CommandLine(new ChaosCommand(captured.console()))
            .execute(
                "--job=drift-moe",
                "--minutes=1",
                "--faults=kill-taskmanager",
                "--dir=" + folder.resolve("chaos"),
                "--json");

    assertThat(exit).as("%s%s", captured.err(), captured.out()).isZero();
    JsonNode report = captured.document();
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
