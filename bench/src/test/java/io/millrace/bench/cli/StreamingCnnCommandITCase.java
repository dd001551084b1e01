/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.cli.ExitCode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class StreamingCnnCommandITCase {
  private static final Extent TINY = PipelineFigures.tiny(Duration.ofMillis(200), 2_000);

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
    PipelineFigures.assertFitTogether(pipeline, "ecg/1", "200", "400");
    double bytes = pipeline.get("bytes_per_key").asDouble();
    assertThat(bytes / pipeline.get("plan_bytes_per_key").asDouble()).isBetween(1.0, 1.25);
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
