/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final Duration LENGTH = Duration.ofHours(2);
  private static final double LEVEL = 200;

  /** A look every half minute. */
  private static Trend trend(Measure measure, DoubleUnaryOperator valueByHours) {
    Series series = new Series();
    for (int seconds = 30; seconds <= LENGTH.toSeconds(); seconds += 30) {
      double value = valueByHours.applyAsDouble(seconds / 3600.0);
      series.add(new Sample(seconds, measure, "taskmanager-1", value));
    }
    List<Trend> trends = series.trends(LENGTH);
    assertThat(trends).hasSize(1);
    return trends.get(0);
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
    Series series = new Series();
    for (int seconds = 30; seconds <= 5000; seconds += 30) {
      series.add(new Sample(seconds, Measure.THREADS, "broker-1", 80));
    }

    assertThat(series.trends(LENGTH).get(0).flat()).isFalse();
  }

  /** Files pile up for a minute and are merged into one, looked at every half minute. */
  private static double merged(double hours, double left) {
    double minutes = hours * 60 / 1.07;
    return left + 140 * (minutes - Math.floor(minutes));
  }

  @Test
  void whatIsMergedInARhythmOfItsOwnIsFlat() {
    for (Measure measure : new Measure[] {Measure.ROCKSDB, Measure.CHECKPOINTS}) {
      Trend trend = trend(measure, hours -> merged(hours, 20));

      assertThat(trend.flat()).isTrue();
      assertThat(trend.perHour()).isCloseTo(0, within(4.0));
      assertThat(trend.secondTide()).isCloseTo(20, within(4.0));
    }
  }

  @Test
  void whatMergesLeaveMoreOfIsSeen() {
    Trend trend = trend(Measure.ROCKSDB, hours -> merged(hours, 20 + 24 * hours));

    assertThat(trend.flat()).isFalse();
    assertThat(trend.perHour()).isCloseTo(24, within(5.0));
  }
}
