/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstTimelineTest {
  private static final Duration LENGTH = Duration.ofSeconds(100);

  private static Fault fault(FaultKind kind, int at) {
    return new Fault(kind, Duration.ofSeconds(at), Duration.ofSeconds(5), 0);
  }

  @Test
  void withoutBurstsEventsComeSteadily() {
    BurstTimeline timeline = new BurstTimeline(20, List.of(fault(FaultKind.POISON, 10)), LENGTH);

    assertThat(timeline.events()).isEqualTo(2000);
    assertThat(timeline.due(0)).isZero();
    assertThat(timeline.due(1999)).isCloseTo(99.95, within(1e-9));
  }

  @Test
  void aBurstHasTenTimesTheEvents() {
    BurstTimeline timeline =
        new BurstTimeline(
            20, List.of(fault(FaultKind.BURST, 20), fault(FaultKind.BURST, 60)), LENGTH);

    assertThat(timeline.events()).isEqualTo(2000 + 2 * 9 * 5 * 20);
    assertThat(timeline.eventsBefore(25) - timeline.eventsBefore(20)).isEqualTo(1000);
    assertThat(timeline.eventsBefore(30) - timeline.eventsBefore(25)).isEqualTo(100);
    assertThat(timeline.eventsBefore(65) - timeline.eventsBefore(60)).isEqualTo(1000);
  }

  @Test
  void anEventIsDueWhereItIsCounted() {
    BurstTimeline timeline =
        new BurstTimeline(
            7, List.of(fault(FaultKind.BURST, 13), fault(FaultKind.BURST, 50)), LENGTH);

    double before = -1;
    for (long event = 0; event < timeline.events(); event++) {
      double due = timeline.due(event);
      assertThat(due).isGreaterThan(before).isLessThan(100);
      assertThat(timeline.eventsBefore(due + 1e-6)).isEqualTo(event + 1);
      before = due;
    }
  }
}
