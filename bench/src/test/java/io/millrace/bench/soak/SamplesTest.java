/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Duration LENGTH = Duration.ofHours(2);
  private static final double LEVEL = 200;

  @TempDir Path folder;

  /** A look every half minute. */
  private Trend trend(Measure measure, DoubleUnaryOperator valueByHours) {
    try (Samples samples = new Samples(folder)) {
      for (int seconds = 30; seconds <= LENGTH.toSeconds(); seconds += 30) {
        double value = valueByHours.applyAsDouble(seconds / 3600.0);
        samples.add(List.of(new Sample(seconds, measure, "taskmanager-1", value)));
      }
      List<Trend> trends = samples.trends(LENGTH);
      assertThat(trends).hasSize(1);
      return trends.get(0);
    }
  }

  @Test
  void whatComesAndGoesWithTheTideIsFlat() {
    Trend trend =
        trend(Measure.LIVE_HEAP, hours -> LEVEL + 100 * Math.sin(2 * Math.PI * hours / 0.5));

    assertThat(trend.flat()).isTrue();
    assertThat(trend.perHour()).isCloseTo(0, within(0.5));
    assertThat(trend.of()).isEqualTo("taskmanager-1");
  }

  @Test
  void aSlowLeakUnderTheTideIsSeen() {
    Trend trend =
        trend(
            Measure.LIVE_HEAP,
            hours -> LEVEL + 15 * hours + 100 * Math.sin(2 * Math.PI * hours / 0.5));

    assertThat(trend.flat()).isFalse();
    assertThat(trend.perHour()).isCloseTo(15, within(0.5));
    assertThat(trend.secondTide()).isCloseTo(LEVEL + 15 * 0.75, within(1.0));
  }

  @Test
  void whatFewLooksSawIsNotTakenForGrowth() {
    DoubleUnaryOperator peaks = hours -> hours > 1.6 && hours < 1.7 ? 4 * LEVEL : LEVEL;
    assertThat(trend(Measure.ROCKSDB, peaks).perHour()).isZero();
    assertThat(trend(Measure.ROCKSDB, peaks).flat()).isTrue();
  }

  @Test
  void whatGrowsInTheFirstTideAloneIsFlat() {
    assertThat(trend(Measure.RESIDENT, hours -> hours < 0.5 ? 1000 * hours : 500).flat()).isTrue();
  }

  @Test
  void whatGrowsLittleOrShrinksIsFlat() {
    assertThat(trend(Measure.RESIDENT, hours -> 1000 + 45 * hours).flat()).isTrue();
    assertThat(trend(Measure.RESIDENT, hours -> 1000 + 60 * hours).flat()).isFalse();
    assertThat(trend(Measure.OPEN_FILES, hours -> 50 + 9 * hours).flat()).isTrue();
    assertThat(trend(Measure.OPEN_FILES, hours -> 50 + 12 * hours).flat()).isFalse();
    assertThat(trend(Measure.ROCKSDB, hours -> 500 - 100 * hours).flat()).isTrue();
  }

  @Test
  void aProcessThatIsGoneInTheEndIsNotFlat() {
    try (Samples samples = new Samples(folder)) {
      for (int seconds = 30; seconds <= 5000; seconds += 30) {
        samples.add(List.of(new Sample(seconds, Measure.THREADS, "broker-1", 80)));
      }

      assertThat(samples.trends(LENGTH).get(0).flat()).isFalse();
    }
  }

  @Test
  void samplesAreInTheFileAtOnceAndDrawn() throws IOException {
    try (Samples samples = new Samples(folder)) {
      samples.add(
          List.of(
              new Sample(30.25, Measure.ROCKSDB, "", 12.5),
              new Sample(30.25, Measure.LIVE_HEAP, "broker-1", 50)));

      assertThat(Files.readAllLines(folder.resolve("samples.csv")))
          .containsExactly(
              "seconds,measure,of,value", "30.25,rocksdb,,12.50", "30.25,live-heap,broker-1,50.00");
      samples.plot();
    }
    assertThat(Files.readString(folder.resolve("rocksdb.svg"))).contains("<svg", "cluster");
    assertThat(Files.readString(folder.resolve("live-heap.svg"))).contains("<svg", "broker-1");
  }
}
