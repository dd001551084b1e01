/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.soak.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes for a minute, in which nobody can tell growth: the exit code says nothing. */
final class SoakCommandITCase {
  private final CapturedConsole captured = new CapturedConsole();

  @TempDir Path folder;

  @Test
  void everyProcessIsWatchedAndEveryEventAnswered() throws IOException {
    Path pictures = folder.resolve("out");
    new CommandLine(new SoakCommand(captured.console()))
        .execute(
            "--job=all",
            "--minutes=1",
            "--interval=5",
            "--dir=" + folder.resolve("soak"),
            "--out=" + pictures,
            "--json");

    JsonNode report = captured.document();
    String all = captured.err() + captured.out();
    assertThat(report.path("answers").asLong())
        .as(all)
        .isPositive()
        .isEqualTo(report.path("expected_answers").asLong());
    assertThat(report.path("restarts").asInt(-1)).as(all).isZero();
    Map<String, Double> heaps = new HashMap<>();
    for (JsonNode trend : report.path("trends")) {
      if ("live-heap".equals(trend.path("measure").asText())) {
        heaps.put(trend.path("of").asText(), trend.path("last_tide").asDouble());
      }
    }
    assertThat(heaps)
        .containsOnlyKeys("taskmanager-1", "taskmanager-2", "jobmanager", "broker-1", "supervisor")
        .allSatisfy((process, heap) -> assertThat(heap).as(process).isPositive());
    for (Measure measure : Measure.values()) {
      assertThat(pictures.resolve(measure + ".svg")).content().contains("<svg");
    }
    assertThat(Files.readAllLines(pictures.resolve("samples.csv")))
        .anyMatch(line -> line.contains(",threads,broker-1,"));
  }
}
