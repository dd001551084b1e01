/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Silence DAY = new Silence(Duration.ofDays(1));
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  void itIsCountedFromTheLastTurnAndAskedForAnEighthLaterAtMost() {
    assertThat(DAY.dueMillis(false, 0)).isEqualTo(27 * HOUR);
    assertThat(DAY.dueMillis(false, 3 * HOUR - 1)).isEqualTo(27 * HOUR);
    assertThat(DAY.tooLong(false, 0, 24 * HOUR - 1)).isFalse();
    assertThat(DAY.tooLong(false, 0, 24 * HOUR)).isTrue();
  }

  @Test
  void whoeverIsToBeAskedHasBeenSilentForTooLongByThen() {
    for (long position = 0; position < 9 * HOUR; position += 777_777) {
      long due = DAY.dueMillis(false, position);
      assertThat(DAY.tooLong(false, position, due)).isTrue();
    }
  }

  @Test
  void nobodyIsSilentWhileSomethingWaitsOrBeforeTheFirstTurn() {
    assertThat(DAY.dueMillis(true, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(DAY.tooLong(true, 0, 100 * HOUR)).isFalse();
    assertThat(DAY.dueMillis(false, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(DAY.tooLong(false, Long.MIN_VALUE, 100 * HOUR)).isFalse();
  }

  @Test
  void theEndOfAllInputIsNoSilence() {
    assertThat(DAY.tooLong(false, 0, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void shortSpansAreRoundedUpToSeconds() {
    assertThat(Silence.coarse(5_001, 4_000)).isEqualTo(6_000);
    assertThat(Silence.coarse(6_000, 4_000)).isEqualTo(7_000);
  }
}
