/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.pipeline.ScaleBenchmark.Settings;
import io.millrace.jobs.cli.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ScaleCommandITCase {
  private static final int KEYS = 2_000;

  private final CapturedConsole captured = new CapturedConsole();

  private ScaleCommand command() {
    ScaleCommand command = new ScaleCommand(captured.console());
    command.settings = new Settings(KEYS, 1, Duration.ofMillis(300), 3_000, 1, List.of(0.02, 1.0));
    return command;
  }

  @Test
  void stateIsWrittenAndComesBackAtEveryParallelism() throws IOException {
    assertThat(new CommandLine(command()).execute("--json")).isZero();
    JsonNode result = captured.document();
    assertThat(result.path("parallel")).hasSize(2);
    assertThat(result.path("parallel"))
        .allSatisfy(each -> assertThat(each.path("events_per_s").asDouble()).isPositive());
    JsonNode few = result.path("checkpoints").path(0);
    JsonNode all = result.path("checkpoints").path(1);
    assertThat(few.path("bytes").asDouble()).isLessThan(all.path("bytes").asDouble() / 2);
    assertThat(all.path("state_bytes").asDouble()).isGreaterThan(KEYS * 7_000.0);
    assertThat(result.path("moves")).hasSize(5);
    for (JsonNode move : result.path("moves")) {
      assertThat(move.path("bytes").asLong()).as(move.toString()).isGreaterThan(KEYS * 7_000L);
      assertThat(move.path("read_ms").asDouble()).isPositive();
    }
  }

  @Test
  void aJobWithoutSuchAMeasureIsRefused() {
    ScaleCommand command = command();
    command.job = "temporal-graph";
    assertThatThrownBy(command::call)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'temporal-graph'")
        .hasMessageContaining("drift-moe");
  }
}
