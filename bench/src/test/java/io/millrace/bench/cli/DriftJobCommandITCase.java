/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.timing.Rhythm;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.UsageException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class DriftJobCommandITCase {
  private static final Extent TINY =
      new Extent(
          new Rhythm(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 3, 3),
          3_000,
          2,
          Duration.ofMillis(500),
          3_000,
          Duration.ofSeconds(1),
          Duration.ofMillis(300));

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
    JsonNode job = jobs.get(0);
    assertThat(job.get("model").asText()).isEqualTo("hoeffding-tree");
    assertThat(job.get("backend").asText()).isEqualTo("rocksdb");
    assertThat(job.get("keys").asInt()).isEqualTo(100);
    double parts =
        1 / job.get("kernel_events_per_s").asDouble() + 1 / job.get("noop_events_per_s").asDouble();
    assertThat(1 / job.get("events_per_s").asDouble() / parts)
        .isCloseTo(job.get("overhead").asDouble(), within(1e-9));
    assertThat(job.get("checkpoints").asInt()).isPositive();
    assertThat(job.get("bytes_per_key").asDouble())
        .as("the learner, and what else is known of its stream")
        .isGreaterThan(100);
    assertThat(job.get("plan_bytes_per_key").asLong()).isPositive();
    assertThat(job.get("kafka").get("samples").asLong()).isPositive();
    assertThat(job.get("p50_ms").asDouble()).isLessThanOrEqualTo(job.get("p99_ms").asDouble());
    assertThat(job.get("scaling").findValuesAsText("keys")).containsExactly("100", "200");
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
