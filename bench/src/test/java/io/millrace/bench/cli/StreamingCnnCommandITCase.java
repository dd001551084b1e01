/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.timing.Rhythm;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
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

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    StreamingCnnCommand command = new StreamingCnnCommand(console);
    command.extent = TINY;
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  private JsonNode document() throws IOException {
    try (var values =
        new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(out.toByteArray())) {
      List<JsonNode> documents = values.readAll();
      assertThat(documents).hasSize(1);
      return documents.get(0);
    }
  }

  @Test
  void allPartsEndInOneDocumentWhoseFiguresFitTogether() throws IOException {
    assertThat(run("--quick", "--keys", "200,400", "--json")).isEqualTo(ExitCode.OK);

    JsonNode document = document();
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
    assertThat(err.toString(UTF_8)).contains("us per event", "Kafka to Kafka");
  }

  @Test
  void aSoakWatchesTheMemoryOfTheProcess() throws IOException {
    assertThat(run("--soak-minutes", "0.1", "--keys", "100", "--json")).isEqualTo(ExitCode.OK);

    JsonNode soak = document().get("soak");
    assertThat(soak.get("events").asLong()).isPositive();
    assertThat(soak.get("samples")).hasSizeGreaterThan(5);
    for (JsonNode sample : soak.get("samples")) {
      assertThat(sample.get("resident_mb").asDouble()).isGreaterThan(100);
    }
  }

  @Test
  void aModelThatThereIsNotIsAMistakeOfTheUser() {
    assertThat(run("--part", "models", "--model", "nonesuch")).isNotEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8)).isEmpty();
  }
}
