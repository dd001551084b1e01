/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.demo.drift.DriftFigures;
import io.millrace.jobs.demo.drift.DriftSettings;
import io.millrace.jobs.demo.drift.DriftStatistics;
import io.millrace.jobs.demo.fleet.FleetDemoSettings;
import io.millrace.jobs.demo.graph.GraphFigures;
import io.millrace.jobs.demo.graph.GraphSettings;
import io.millrace.jobs.demo.signal.SignalFigures;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.jobs.simulate.FleetReport;
import io.millrace.models.graph.generator.PaymentSettings;
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

    SignalFigures signals = report.signals();
    assertThat(signals.eventsIn()).isEqualTo(STREAMS * 32);
    assertThat(signals.predictionsExpected()).isEqualTo(STREAMS * ((2880 - 1626) / 90 + 1));
    assertThat(signals.predictionsOut()).isEqualTo(signals.predictionsExpected());
    assertThat(signals.streamsWithPredictions()).isEqualTo(STREAMS);
    assertThat(signals.deadLetters()).isZero();
    assertThat(signals.lateFrames()).isZero();
    assertThat(signals.jobRestarts()).isZero();
    assertThat(signals.checkpoints()).isPositive();
    assertThat(signals.latencyMs().p50()).isBetween(0.0, signals.visibleLatencyMs().p50());
    assertThat(signals.labels().keySet()).isSubsetOf("none", "N", "S", "V");

    DriftFigures drift = report.drift();
    assertThat(drift.instancesIn()).isBetween(8 * 400L - 500, 8 * 400L + 500);
    assertThat(drift.predictionsOut()).isEqualTo(drift.instancesIn());
    assertThat(drift.predictionsExpected()).isEqualTo(drift.instancesIn());
    assertThat(drift.labelsIn()).isEqualTo(drift.instancesIn() - 2 * 50);
    assertThat(drift.outOfTurn()).isZero();
    assertThat(drift.unmatchedLabels()).isZero();
    assertThat(drift.streamsWithPredictions()).isEqualTo(2);
    assertThat(drift.jobRestarts()).isZero();
    assertThat(drift.checkpoints()).isPositive();
    assertThat(drift.accuracy()).isBetween(0.5, 1.0);
    assertThat(drift.experts().stream().mapToLong(DriftStatistics.Expert::chosen).sum())
        .as("judged in complete windows")
        .isBetween(2 * 250L, drift.labelsIn());

    GraphFigures graph = report.graph();
    assertThat(graph.interactionsIn()).isBetween(8 * 300L - 500, 8 * 300L + 500);
    assertThat(graph.predictionsOut()).isEqualTo(graph.interactionsIn());
    assertThat(graph.predictionsExpected()).isEqualTo(graph.interactionsIn());
    assertThat(graph.outOfTurn()).isZero();
    assertThat(graph.averagePrecision()).isBetween(0.5, 1.0);
    assertThat(graph.nodes()).isBetween(300L, 400L);
    assertThat(graph.fraudulent()).isBetween(1L, 90L);
    assertThat(graph.anomalyAuc()).isBetween(0.0, 1.0);
    assertThat(graph.jobRestarts()).isZero();
    assertThat(graph.checkpoints()).isPositive();

    FleetReport fleet = report.aggregation();
    assertThat(fleet.rounds()).isPositive();
    assertThat(fleet.modelVersions()).isEqualTo(fleet.rounds() + 1);
    assertThat(fleet.lostUpdates()).isZero();
    assertThat(fleet.duplicateUpdatesApplied()).isZero();
    assertThat(fleet.accuracy()).isBetween(0.15, 1.0);

    JsonNode json = new ObjectMapper().valueToTree(report);
    assertThat(json.path("drift").path("latency_ms").path("p99").isNumber()).isTrue();
    assertThat(json.path("latency_ms").path("p99").isNumber()).isTrue();
    assertThat(json.path("job_restarts").asInt(-1)).isZero();
    assertThat(json.path("predictions_expected").asLong()).isEqualTo(signals.predictionsExpected());
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
    assertThat(report.signals().predictionsOut()).isEqualTo(report.signals().predictionsExpected());
  }

  private static DemoReport run(
      int seconds, BooleanSupplier running, Consumer<String> listener, Guarantee delivery) {
    List<String> notes = new ArrayList<>();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    DemoReport report =
        new Demo(
                new DemoSettings(
                    "builtin:ecg/1",
                    90,
                    1,
                    delivery,
                    Duration.ofMillis(500),
                    new DriftSettings(2, 400, 4, 50, 1),
                    new GraphSettings(300, PaymentSettings.standard(1).withRingEvery(700)),
                    new FleetDemoSettings(7, 1, 1),
                    0),
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
