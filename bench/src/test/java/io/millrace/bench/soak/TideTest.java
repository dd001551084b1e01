/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TideTest {
  /** Four tides of 60 s, each of six steps of 10 s. */
  private static final Duration LENGTH = Duration.ofMinutes(4);

  private final Tide tide = new Tide(20, LENGTH);

  private long eventsBetween(double from, double until) {
    long count = 0;
    for (long event = 0; event < tide.events(); event++) {
      double due = tide.due(event);
      count += due >= from && due < until ? 1 : 0;
    }
    return count;
  }

  @Test
  void theLoadRisesToEightTimesItsLeast() {
    assertThat(eventsBetween(0.01, 10)).isCloseTo(100, within(1L));
    assertThat(eventsBetween(30.01, 40)).isCloseTo(800, within(1L));
    assertThat(eventsBetween(90.01, 100)).isCloseTo(800, within(1L));
    assertThat(tide.events()).isEqualTo(4 * 2100);
  }

  @Test
  void eventsComeInOrderUpToTheEnd() {
    double before = -1;
    for (long event = 0; event < tide.events(); event++) {
      double due = tide.due(event);
      assertThat(due).isGreaterThan(before).isLessThan(240);
      before = due;
    }
    assertThat(tide.due(0)).isZero();
    assertThat(tide.due(tide.events())).isCloseTo(240, within(1e-6));
  }

  @Test
  void everyTimeBelongsToATide() {
    assertThat(Tide.number(0, LENGTH)).isZero();
    assertThat(Tide.number(59.9, LENGTH)).isZero();
    assertThat(Tide.number(60, LENGTH)).isEqualTo(1);
    assertThat(Tide.number(241, LENGTH)).isEqualTo(3);
  }

  @Test
  void everyTimeBelongsToAStepOfItsTide() {
    assertThat(Tide.step(0, LENGTH)).isZero();
    assertThat(Tide.step(9.9, LENGTH)).isZero();
    assertThat(Tide.step(10, LENGTH)).isEqualTo(1);
    assertThat(Tide.step(72, LENGTH)).isEqualTo(1);
    assertThat(Tide.step(239, LENGTH)).isEqualTo(5);
    assertThat(Tide.step(241, LENGTH)).isEqualTo(5);
  }
}
