/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.timing.Rhythm;
import io.millrace.jobs.cli.ExitCode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class StreamingCnnCommandITCase {
  private static final Extent TINY =
      new Extent(
          new Rhythm(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 3, 3),
          3_000,
          2,
          Duration.ofMillis(200),
          2_000,
          Duration.ofSeconds(1),
          Duration.ofMillis(300));

  private final CapturedConsole captured = new CapturedConsole();

  private int run(String... arguments) {
    StreamingCnnCommand command = new StreamingCnnCommand(captured.console());
    command.extent = TINY;
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  @Test
  void allPartsEndInOneDocumentWhoseFiguresFitTogether() throws IOException {
    assertThat(run("--quick", "--keys", "200,400", "--json")).isEqualTo(ExitCode.OK);

    JsonNode document = captured.document();
    assertThat(document.get("models")).hasSize(2);
    assertThat(document.get("models").findValuesAsText("batch")).containsExactly("1", "64");
    JsonNode pipeline = document.get("pipeline");
    assertThat(pipeline.get("model").asText()).isEqualTo("ecg/1");
    assertThat(pipeline.get("backend").asText()).isEqualTo("rocksdb");
    assertThat(pipeline.get("keys").asInt()).isEqualTo(200);
    double parts =
        1 / pipeline.get("kernel_events_per_s").asDouble()
            + 1 / pipeline.get("noop_events_per_s").asDouble();
    assertThat(1 / pipeline.get("events_per_s").asDouble() / parts)
        .isCloseTo(pipeline.get("overhead").asDouble(), within(1e-9));
    assertThat(pipeline.get("checkpoints").asInt()).isPositive();
    double bytes = pipeline.get("bytes_per_key").asDouble();
    assertThat(bytes / pipeline.get("plan_bytes_per_key").asDouble()).isBetween(1.0, 1.25);
    assertThat(pipeline.get("p50_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(pipeline.get("p99_ms").asDouble());
    assertThat(pipeline.get("kafka").get("samples").asLong()).isPositive();
    assertThat(pipeline.get("scaling").findValuesAsText("keys")).containsExactly("200", "400");
    assertThat(captured.err()).contains("us per event", "Kafka to Kafka");
  }

  @Test
  void aSoakWatchesTheMemoryOfTheProcess() throws IOException {
    assertThat(run("--soak-minutes", "0.1", "--keys", "100", "--json")).isEqualTo(ExitCode.OK);

    JsonNode soak = captured.document().get("soak");
    assertThat(soak.get("events").asLong()).isPositive();
    assertThat(soak.get("samples")).hasSizeGreaterThan(5);
    for (JsonNode sample : soak.get("samples")) {
      assertThat(sample.get("resident_mb").asDouble()).isGreaterThan(100);
    }
  }

  @Test
  void aModelThatThereIsNotIsAMistakeOfTheUser() {
    assertThat(run("--part", "models", "--model", "nonesuch")).isNotEqualTo(ExitCode.OK);
    assertThat(captured.out()).isEmpty();
  }
}
