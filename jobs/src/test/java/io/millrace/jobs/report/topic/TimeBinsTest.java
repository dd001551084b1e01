/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeBinsTest {
  private static final long BEGIN = 1_790_000_000_000L;

  private static final class Count implements TimeBins.Bin<Count> {
    private long count;

    @Override
    public void add(Count other) {
      count += other.count;
    }
  }

  @Test
  void nothingIsLostWhenSpansBecomeWiderInEitherDirection() {
    TimeBins<Count> bins = new TimeBins<>(Count::new);
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      bins.at(BEGIN + (long) (random.nextGaussian() * 3_600_000)).count++;
    }

    assertThat(bins.byMiddle().values().stream().mapToLong(bin -> bin.count).sum())
        .isEqualTo(20_000);
    assertThat(bins.byMiddle()).hasSizeBetween(60, 240);
    assertThat(bins.seconds()).isGreaterThanOrEqualTo(6 * 3600 / 240.0);
    assertThat(bins.byMiddle().firstKey()).isBetween(BEGIN - 6 * 3.6e6, (double) BEGIN);
  }

  @Test
  void secondsStaySecondsWhileTheyAreFew() {
    TimeBins<Count> bins = new TimeBins<>(Count::new);
    bins.at(BEGIN).count++;
    bins.at(BEGIN + 999).count++;
    bins.at(BEGIN + 1000).count++;

    assertThat(bins.seconds()).isEqualTo(1);
    assertThat(bins.byMiddle().values()).extracting(bin -> bin.count).containsExactly(2L, 1L);
    assertThat(bins.byMiddle().firstKey()).isEqualTo(BEGIN + 500.0);
  }

  @Test
  void longSeriesKeepTheirShapeInFewPoints() {
    Series series = new Series(2);
    for (int i = 0; i < 100_000; i++) {
      series.add(i, i / 100_000.0, i % 2 == 0 ? Double.NaN : 1);
    }

    assertThat(series.size()).isBetween(300, 600);
    assertThat(series.line("a", 0).x()).isSorted();
    assertThat(series.line("a", 0).y()).isSorted();
    assertThat(series.line("a", 0).y()[series.size() / 2]).isBetween(0.45, 0.55);
    assertThat(series.line("b", 1).y()).containsOnly(1.0);
  }

  @Test
  void keysBeyondTheBoundAreCounted() {
    Bounded<long[]> bounded = new Bounded<>(2, key -> new long[1]);
    for (String key : new String[] {"a", "b", "c", "a", "c"}) {
      bounded.of(key).ifPresent(count -> count[0]++);
    }

    assertThat(bounded.size()).isEqualTo(2);
    assertThat(bounded.refused()).isEqualTo(2);
    assertThat(bounded.values()).extracting(count -> count[0]).containsExactly(2L, 1L);
  }
}
