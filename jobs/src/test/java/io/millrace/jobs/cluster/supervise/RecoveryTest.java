/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.cluster.job.Resumption;
import io.millrace.jobs.cluster.supervise.Recovery.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  /** Times of {@link System#nanoTime()} wrap around. */
  private long now = Long.MAX_VALUE - 5;

  private final Recovery recovery = new Recovery(now);

  private long secondsUntilDue() {
    long begin = now;
    while (!recovery.isDue(now)) {
      now += Duration.ofMillis(100).toNanos();
    }
    return Duration.ofNanos(now - begin).toSeconds();
  }

  @Test
  void jobsAreLookedForUntilAllRun() {
    assertThat(recovery.isUnderWay()).isFalse();
    recovery.begin(now);

    for (Outcome outcome : List.of(Outcome.NO_ROOM, Outcome.CHANGING, Outcome.FAILED)) {
      recovery.looked(outcome, now);
      assertThat(recovery.isUnderWay()).as("%s", outcome).isTrue();
    }
    recovery.looked(Outcome.COMPLETE, now);

    assertThat(recovery.isUnderWay()).isFalse();
  }

  @Test
  void whatFailsIsTriedAgainAfterLongerPausesAndAtOnceWhenTheJobManagerIsLost() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      recovery.looked(Outcome.FAILED, now);
      pauses.add(secondsUntilDue());
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 16L, 16L);

    recovery.looked(Outcome.FAILED, now);
    recovery.begin(now);

    assertThat(recovery.isDue(now)).isTrue();
  }

  @Test
  void roomIsLookedForAllTheTime() {
    recovery.begin(now);
    recovery.looked(Outcome.NO_ROOM, now);

    assertThat(recovery.isDue(now)).isTrue();
  }

  @Test
  void aChangeThatIsNotOverKeepsTheRecoveryGoing() {
    assertThat(Outcome.of(new Resumption(List.of(), List.of(), true))).isEqualTo(Outcome.CHANGING);
    assertThat(Outcome.of(new Resumption(List.of(), List.of("why"), false)))
        .isEqualTo(Outcome.FAILED);
    assertThat(Outcome.of(new Resumption(List.of(), List.of(), false))).isEqualTo(Outcome.COMPLETE);
  }
}
