/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.aggregation.JobSettings;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.UsageException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class AggregationJobCommandITCase {
  private final CapturedConsole captured = new CapturedConsole();

  private CommandLine command() {
    AggregationJobCommand command = new AggregationJobCommand(captured.console());
    command.settings = new JobSettings(20, 300_000, 2, 1, 1, 1, JobSettings.RULES);
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              assertThat(e).isInstanceOf(UsageException.class);
              captured.console().note("%s", e.getMessage());
              return ExitCode.USAGE;
            });
  }

  private JsonNode jobs(String... arguments) throws IOException {
    captured.reset();
    int exit = command().execute(arguments);
    assertThat(exit).as("%s", captured.err()).isEqualTo(ExitCode.OK);
    return captured.document().get("jobs");
  }

  @Test
  void bothRulesAreTimedFromTheTopicToTheAnnouncement() throws IOException {
    JsonNode jobs = jobs("--workers", "9", "--json");
    assertThat(jobs).hasSize(2);
    assertThat(jobs.get(0).get("rule").asText()).isEqualTo("fedavg");
    assertThat(jobs.get(1).get("rule").asText()).isEqualTo("nnm+trimmed-mean");
    jobs.forEach(job -> assertSensible(job, 9));
  }

  private static void assertSensible(JsonNode job, int workers) {
    assertThat(job.get("workers").asInt()).isEqualTo(workers);
    assertThat(job.get("values").asLong()).isEqualTo(300_000);
    assertThat(job.get("mb_s").asDouble()).isPositive();
    assertThat(job.get("updates_s").asDouble()).isPositive();
    assertThat(job.get("cpu_s_per_gb").asDouble()).isNotNegative();
    assertThat(job.get("cpu_us_per_update").asDouble()).isNotNegative();
    assertThat(job.get("publish_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(job.get("publish_most_ms").asDouble())
        .isLessThan(job.get("last_update_ms").asDouble());
  }

  @Test
  void fleetsOfSeveralSizesMayBeSummedInParts() throws IOException {
    JsonNode jobs =
        jobs("--workers=9,12", "--rules=fedavg", "--parts=3", "--parallelism=2", "--json");
    assertThat(jobs).hasSize(2);
    jobs.forEach(job -> assertThat(job.get("parts").asInt()).isEqualTo(3));
    jobs.forEach(job -> assertThat(job.get("parallelism").asInt()).isEqualTo(2));
    assertSensible(jobs.get(0), 9);
    assertSensible(jobs.get(1), 12);
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThat(command().execute("--rules", "fedavgg")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("'fedavgg'");
    assertThat(command().execute("--workers", "1")).isEqualTo(ExitCode.USAGE);
    assertThatThrownBy(() -> JobSettings.QUICK.withValues(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> JobSettings.QUICK.withRules(List.of()))
        .hasMessageContaining("at least one rule");
  }
}
