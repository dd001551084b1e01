/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.produce.SyntheticSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DemoITCase {
  private static final int STREAMS = 20;

  @Test
  void everyStreamGetsAllItsPredictionsAndTheReportSaysSo() {
    DemoReport report = run(8, () -> true, note -> {}, Guarantee.EXACTLY_ONCE);

    assertThat(report.eventsIn()).isEqualTo(STREAMS * 32);
    assertThat(report.predictionsExpected()).isEqualTo(STREAMS * ((2880 - 1626) / 90 + 1));
    assertThat(report.predictionsOut()).isEqualTo(report.predictionsExpected());
    assertThat(report.streamsWithPredictions()).isEqualTo(STREAMS);
    assertThat(report.deadLetters()).isZero();
    assertThat(report.lateFrames()).isZero();
    assertThat(report.jobRestarts()).isZero();
    assertThat(report.checkpoints()).isPositive();
    assertThat(report.latencyMs().p50()).isBetween(0.0, report.visibleLatencyMs().p50());
    assertThat(report.labels().keySet()).isSubsetOf("none", "N", "S", "V");

    JsonNode json = new ObjectMapper().valueToTree(report);
    assertThat(json.path("latency_ms").path("p99").isNumber()).isTrue();
    assertThat(json.path("job_restarts").asInt(-1)).isZero();
  }

  @Test
  void whoStopsItGetsAReportOfWhatWasPlayed() {
    AtomicLong end = new AtomicLong(Long.MAX_VALUE);
    DemoReport report =
        run(
            3600,
            () -> System.currentTimeMillis() < end.get(),
            note -> {
              if (note.contains("serves")) {
                end.set(System.currentTimeMillis() + 6000);
              }
            },
            Guarantee.AT_LEAST_ONCE);

    assertThat(report.seconds()).isLessThan(60);
    assertThat(report.predictionsOut()).isEqualTo(report.predictionsExpected());
  }

  private static DemoReport run(
      int seconds, BooleanSupplier running, Consumer<String> listener, Guarantee delivery) {
    List<String> notes = new ArrayList<>();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    DemoReport report =
        new Demo(
                new DemoSettings("builtin:ecg/1", 90, 1, delivery, Duration.ofMillis(500)),
                note -> {
                  notes.add(note);
                  listener.accept(note);
                })
            .run(
                SyntheticSignal.patients(STREAMS, 1, seconds * 360L),
                running,
                new LiveView(nowhere, false, ""));
    assertThat(notes).anyMatch(note -> note.contains("http://"));
    return report;
  }
}
