/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {
  /** Opened at 1000, its last event at 5000, now 1500, watermark 4000. */
  private static Standing standing(int updates, int workers, int live, long now, long mark) {
    return new Standing(updates, workers, live, 1000, 5000, now, mark, 9000);
  }

  @ParameterizedTest
  @CsvSource({
    "count(3), 2, 2, 9, 1500, 4000, false",
    "count(3), 3, 2, 9, 1500, 4000, true",
    "quorum(0.8), 9, 3, 4, 1500, 4000, false",
    "quorum(0.8), 4, 4, 5, 1500, 4000, true",
    "quorum(1.0), 1, 1, 1, 1500, 4000, true",
    "session(1 s), 1, 1, 9, 1500, 5999, false",
    "session(1 s), 1, 1, 9, 1500, 6000, true",
    "window(2 s), 1, 1, 9, 1500, 5998, false",
    "window(2 s), 1, 1, 9, 1500, 5999, true",
    "deadline(1 s), 1, 1, 9, 1999, 4000, false",
    "deadline(1 s), 1, 1, 9, 2000, 4000, true",
    "count(3) | deadline(1 s), 1, 1, 9, 2000, 4000, true",
    "count(3) & deadline(1 s), 1, 1, 9, 2000, 4000, false",
    "quorum(0.5) & session(1 s) | deadline(1 min), 5, 5, 9, 2000, 6000, true",
    "quorum(0.5) & session(1 s) | deadline(1 min), 5, 5, 9, 2000, 5000, false",
    "quorum(0.5) & session(1 s) | deadline(1 min), 1, 1, 9, 61000, 0, true"
  })
  void conditionsHoldWhenTheyShould(
      String text, int updates, int workers, int live, long now, long mark, boolean fires) {
    assertThat(Triggers.parse(text).fires(standing(updates, workers, live, now, mark)))
        .isEqualTo(fires);
  }

  @Test
  void combinationsAskForTheEarliestTimeThatIsToCome() {
    Trigger trigger = Triggers.parse("count(9) & deadline(1 s) | deadline(3 s) & session(2 s)");
    assertThat(trigger.dueMillis(standing(1, 1, 1, 1500, 0))).isEqualTo(2000);
    assertThat(trigger.dueMillis(standing(1, 1, 1, 2000, 0))).isEqualTo(4000);
    assertThat(trigger.dueMillis(standing(1, 1, 1, 4000, 0))).isEqualTo(Long.MAX_VALUE);
    assertThat(trigger.dueWatermark(standing(1, 1, 1, 1500, 0))).isEqualTo(7000);
    assertThat(Triggers.parse("count(1)").dueMillis(standing(1, 1, 1, 0, 0)))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aQuorumIsCountedAgainWhenAWorkerFallsSilent() {
    assertThat(Triggers.parse("quorum(1.0)").dueMillis(standing(1, 1, 2, 1500, 0))).isEqualTo(9000);
    assertThat(
            Triggers.parse("quorum(1.0) | deadline(1 min)").dueMillis(standing(1, 1, 2, 1500, 0)))
        .isEqualTo(9000);
  }

  @Test
  void theShortestSessionCuts() {
    Trigger trigger = Triggers.parse("session(9 s) & count(3) | session(20 s) | window(1 min)");
    EventTimeCut cut = EventTimeCut.of(trigger);
    assertThat(cut).isEqualTo(new EventTimeCut(60_000, 9000));
    assertThat(cut.opens(65_000)).isEqualTo(59_999);
    assertThat(cut.opens(75_000)).isEqualTo(65_999);
    assertThat(cut.together(61_000, 70_000)).isTrue();
    assertThat(cut.together(61_000, 70_001)).isFalse();
    assertThat(cut.together(59_999, 60_000)).as("the window ends between them").isFalse();
    assertThat(EventTimeCut.of(Triggers.parse("count(3)")).none()).isTrue();
  }

  @Test
  void latecomersCountAsOfNow() {
    EventTimeCut window = new EventTimeCut(10, 0);
    assertThat(window.turn(19, 18)).isEqualTo(19);
    assertThat(window.turn(19, 19)).isEqualTo(20);
    assertThat(window.turn(19, Long.MAX_VALUE)).as("at the end nobody is late").isEqualTo(19);
    EventTimeCut session = new EventTimeCut(0, 10);
    assertThat(session.turn(19, 28)).isEqualTo(19);
    assertThat(session.turn(19, 29)).isEqualTo(30);
  }

  @Test
  void noEventTimeIsTooFarAway() {
    for (EventTimeCut cut : List.of(new EventTimeCut(10, 0), new EventTimeCut(0, 10))) {
      assertThat(cut.turn(Long.MIN_VALUE, 0)).isOne();
      assertThat(cut.opens(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
      assertThat(cut.turn(Long.MAX_VALUE, 0)).isEqualTo(Long.MAX_VALUE);
      assertThat(cut.opens(Long.MAX_VALUE)).isPositive();
    }
  }

  @Test
  void windowsHaveOneLength() {
    assertThat(Triggers.parse("window(5 min) | window(300 s) & count(2)").windowMillis())
        .isEqualTo(300_000);
    assertThat(Triggers.parse("count(2)").windowMillis()).isZero();
    assertThatThrownBy(() -> Triggers.parse("window(5 s) | window(6 s)"))
        .hasMessageContaining("5000 ms")
        .hasMessageContaining("6000 ms");
  }

  @Test
  void windowsBeforeTheEpochEndToo() {
    Trigger window = Triggers.parse("window(10 ms)");
    Standing before = new Standing(1, 1, 1, 0, -15, 0, -12, Long.MAX_VALUE);
    assertThat(window.dueWatermark(before)).isEqualTo(-11);
    assertThat(window.fires(before)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "count",
        "count()",
        "count(0)",
        "count(x)",
        "quorum(0)",
        "quorum(1.5)",
        "quorum(NaN)",
        "deadline(5)",
        "deadline(-5 s)",
        "session(0 s)",
        "often(3)",
        "count(2) |",
        "count(2) count(3)",
        "deadline(99999999999999999 h)"
      })
  void whatCannotBeReadIsRefused(String text) {
    assertThatThrownBy(() -> Triggers.parse(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class)
        .message()
        .isNotBlank();
  }
}
