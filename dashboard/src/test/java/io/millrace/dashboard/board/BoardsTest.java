/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dashboard.feed.Records;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.SignalFrame;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardsTest {
  private static final Instant T = Instant.parse("2026-01-31T12:00:00Z");
  private static final long NOW = T.toEpochMilli() + 100;

  private final SignalBoard signals = new SignalBoard(new ModelCards());
  private final DriftBoard drift = new DriftBoard();
  private final GraphBoard graphs = new GraphBoard();
  private final AggregationBoard aggregation = new AggregationBoard();

  private static List<Float> samples(int count) {
    return IntStream.range(0, count).mapToObj(i -> (float) i).toList();
  }

  @Test
  void predictionsLieWhereTheModelSaysTheySpeakOf() {
    signals.frame(Records.frame("a", 0, T, samples(720)));
    signals.prediction(Records.prediction("a", 720, T, "V", false), NOW);

    SignalStream.Detail detail = (SignalStream.Detail) signals.detail("a").orElseThrow();

    // builtin:ecg/1 speaks of the 90 samples that begin 450 before the window's end.
    assertThat(detail.marks()).containsExactly(new SignalStream.Mark(270, 360, "V", false, true));
    assertThat(detail.values()).hasSizeLessThanOrEqualTo(4400).contains(719.0);
  }

  @Test
  void labelsThatCallForAttentionBecomeAlarmsUnlessTheWindowIsNotFull() {
    signals.prediction(Records.prediction("a", 90, T, "V", true), NOW);
    signals.prediction(Records.prediction("b", 90, T, "N", false), NOW);
    signals.prediction(Records.prediction("c", 90, T, "V", false), NOW);

    SignalBoard.Snapshot all = (SignalBoard.Snapshot) signals.snapshot();

    assertThat(all.alarms()).extracting(SignalBoard.Alarm::stream).containsExactly("c");
    assertThat(all.warming()).isEqualTo(1);
    assertThat(all.card().saved()).isBetween(0.94, 0.95);
    assertThat(signals.first()).contains("c");
    assertThat(signals.latency(NOW)).containsExactly(40, 40);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0, -360})
  void aFrameWithoutASamplingRateIsPassedOverAndTheNextIsShown(float rate) {
    SignalFrame frame = Records.frame("a", 0, T, samples(10));
    signals.frame(SignalFrame.newBuilder(frame).setSamplingRate(rate).build());
    signals.frame(frame);
    signals.frame(
        SignalFrame.newBuilder(Records.frame("a", 10, T, samples(10)))
            .setSamplingRate(rate)
            .build());

    SignalStream.Detail detail = (SignalStream.Detail) signals.detail("a").orElseThrow();

    assertThat(detail.samplingRate()).isEqualTo(360);
    assertThat(detail.values()).endsWith(8.0, 9.0);
  }

  @Test
  void missingFramesAreGaps() {
    signals.frame(Records.frame("a", 0, T, samples(10)));
    signals.frame(Records.frame("a", 20, T, samples(10)));

    SignalStream.Detail detail = (SignalStream.Detail) signals.detail("a").orElseThrow();

    assertThat(detail.summary().gaps()).isEqualTo(1);
    int size = detail.values().size();
    assertThat(detail.values().subList(size - 20, size - 10)).containsOnlyNulls();
  }

  @Test
  void streamsWithoutEndAreForgotten() {
    for (int i = 0; i < 5000; i++) {
      signals.prediction(Records.prediction("s" + i, 90, T, "N", false), NOW);
    }

    SignalBoard.Snapshot all = (SignalBoard.Snapshot) signals.snapshot();

    assertThat(all.streams()).hasSize(400);
    assertThat(all.forgotten()).isEqualTo(4600);
  }

  @Test
  void onlyStreamsThatSomebodyLooksAtAreWatched() {
    signals.watch(java.util.Set.of("a"));

    assertThat(signals.isWatched(new byte[] {'a'})).isTrue();
    assertThat(signals.isWatched(new byte[] {'b'})).isFalse();
  }

  @Test
  void alarmsOfDriftsStandBesideTheWindows() {
    drift.report(Records.driftReport("loans", 1, T, true));
    drift.report(Records.driftReport("loans", 2, T, false));
    drift.report(Records.driftReport("loans", 3, T.plusSeconds(1), false));

    DriftStream.Detail detail = (DriftStream.Detail) drift.detail("loans").orElseThrow();

    assertThat(detail.windows()).extracting(DriftStream.Window::judged).containsExactly(500L, 750L);
    assertThat(detail.alarms()).extracting(DriftStream.Alarm::detector).containsExactly("adwin");
    assertThat(detail.windows().get(0).experts()).hasSize(6);
  }

  @Test
  void labelDelayFollowsLittlesLaw() {
    // 250 instances a second come, 100 wait: each waits for 0.4 s.
    drift.report(Records.driftReport("loans", 2, T, false));
    drift.report(Records.driftReport("loans", 3, T.plusSeconds(1), false));

    DriftStream.Detail detail = (DriftStream.Detail) drift.detail("loans").orElseThrow();

    assertThat(detail.summary().labelDelayMillis()).isEqualTo(400);
  }

  @Test
  void undefinedMeasuresAreNull() {
    DriftReport report = Records.driftReport("loans", 2, T, false);
    drift.report(DriftReport.newBuilder(report).setKappa(Double.NaN).build());

    DriftStream.Detail detail = (DriftStream.Detail) drift.detail("loans").orElseThrow();

    assertThat(detail.summary().kappa()).isNull();
    assertThat(detail.summary().labelDelayMillis()).isNull();
  }

  @Test
  void theMostSurprisingEdgesComeFirstWithTheirNeighbours() {
    graphs.prediction(Records.link("g", 1, T, "a", "b", false), 0, NOW);
    graphs.prediction(Records.link("g", 2, T, "a", "c", true), 1, NOW);
    graphs.prediction(Records.link("g", 6, T, "x", "y", true), 1, NOW);

    ScoredGraph.Detail detail = (ScoredGraph.Detail) graphs.detail("g", NOW).orElseThrow();

    assertThat(detail.surprises()).extracting(ScoredGraph.Edge::source).containsExactly("x", "a");
    assertThat(detail.surprises().get(1).sourceNeighbours())
        .extracting(ScoredGraph.Neighbour::node)
        .containsExactly("c", "b");
    assertThat(IntStream.of(detail.scores()).sum()).isEqualTo(3);
    assertThat(((GraphBoard.Snapshot) graphs.snapshot(NOW + 1000)).partitions())
        .containsExactly(new GraphBoard.PartitionLoad(0, 1), new GraphBoard.PartitionLoad(1, 2));
  }

  @Test
  void surprisesOfLongAgoAreForgotten() {
    graphs.prediction(Records.link("g", 2, T, "a", "c", true), 1, NOW);

    ScoredGraph.Detail later = (ScoredGraph.Detail) graphs.detail("g", NOW + 301_000).orElseThrow();

    assertThat(later.surprises()).isEmpty();
  }

  @Test
  void liarsAreTrustedLeast() {
    for (int round = 1; round < 60; round++) {
      aggregation.report(Records.round("m", round, T.plusSeconds(round)), NOW);
    }

    TrainedModel.Detail detail = (TrainedModel.Detail) aggregation.detail("m").orElseThrow();

    assertThat(detail.workers().subList(0, 2))
        .extracting(TrainedModel.Row::worker)
        .containsExactly("worker-3", "worker-9");
    assertThat(detail.workers().get(0).trust()).isLessThan(0.2);
    assertThat(detail.workers()).allSatisfy(row -> assertThat(row.cells()).hasSize(40));
    assertThat(detail.workers())
        .filteredOn(row -> row.worker().equals("worker-5"))
        .flatExtracting(TrainedModel.Row::cells)
        .extracting(TrainedModel.Cell::state)
        .contains("rejected", "ok");
    assertThat(detail.staleness()).containsExactly(9L * 40, 5L * 40);
  }

  @Test
  void versionsKnowWhatTheyWereMadeFrom() {
    aggregation.report(Records.round("m", 4, T), NOW);
    aggregation.reference(Records.reference("m", 5, T));
    aggregation.reference(Records.reference("another", 5, T));

    TrainedModel.Detail detail = (TrainedModel.Detail) aggregation.detail("m").orElseThrow();

    assertThat(detail.versions()).hasSize(1);
    assertThat(detail.versions().get(0).parent()).isEqualTo(4);
    assertThat(detail.versions().get(0).sha256()).hasSize(64);
    assertThat(aggregation.detail("another")).isEmpty();
  }
}
