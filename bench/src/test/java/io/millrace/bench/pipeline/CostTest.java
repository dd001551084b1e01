/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.pipeline.FootprintResult.Sample;
import io.millrace.bench.pipeline.PipelineResult.Scaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CostTest {
  @Test
  void aTurnWithACheckpointCountsItsShare() {
    Cost cost = new Cost();
    cost.add(new Turn(1000, 10_000_000, 15_000_000));
    cost.add(new Turn(1000, 10_000_000, 15_000_000));
    cost.add(new Turn(500, 40_000_000, 20_000_000));

    assertThat(cost.micros()).isEqualTo(24);
    assertThat(cost.eventsPerSecond()).isCloseTo(1e6 / 24, within(1e-6));
    assertThat(cost.processorMicros()).isEqualTo(20);
    assertThat(cost.spread().median()).isEqualTo(10);
    assertThat(cost.spread().high()).isEqualTo(80);
  }

  @Test
  void aJobThatStandsStillHasNoCost() {
    Cost cost = new Cost();
    cost.add(new Turn(0, 10_000_000, 5));

    assertThatThrownBy(cost::micros)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stands still");
  }

  @Test
  void aTurnCountsWhatHappenedInIt() throws Exception {
    AtomicLong events = new AtomicLong(7);

    Turn turn =
        Turn.watch(
            events::get,
            () -> {
              events.addAndGet(5);
              return System.nanoTime();
            });

    assertThat(turn.events()).isEqualTo(5);
    assertThat(turn.nanos()).isPositive();
  }

  @Test
  void growthComparesTheMostStreamsWithTheFewest() {
    List<Scaling> scaling =
        List.of(
            new Scaling(10_000, 25, 30, 7600),
            new Scaling(1_000, 20, 24, 7600),
            new Scaling(100_000, 28, 33, 7600));

    assertThat(PipelineBenchmark.growth(scaling)).isEqualTo(1.4);
  }

  @Test
  void memoryThatGrowsOutsideTheHeapHasASlope() {
    List<Sample> flat = new ArrayList<>();
    List<Sample> growing = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      flat.add(new Sample(10.0 * i, 900 + i, 500 + i, 0, i));
      growing.add(new Sample(10.0 * i, 900 + 2 * i, 500 + i, 0, i));
    }

    assertThat(FootprintRun.growthPerHour(flat)).isCloseTo(0, within(1e-9));
    assertThat(FootprintRun.growthPerHour(growing)).isCloseTo(360, within(1e-6));
    assertThat(FootprintRun.growthPerHour(growing.subList(0, 2))).isZero();
  }

  @Test
  void residentMemoryIsReadFromTheProcessStatus() throws IOException {
    assertThat(ProcessMemory.residentMb(List.of("VmPeak:\t 9 kB", "VmRSS:\t  2048 kB")))
        .isEqualTo(2);
    assertThatThrownBy(() -> ProcessMemory.residentMb(List.of("Name: java")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("VmRSS");
  }
}
