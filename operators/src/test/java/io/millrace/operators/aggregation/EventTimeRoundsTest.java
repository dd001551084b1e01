/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows and sessions are those of event time, in whatever order updates arrive. */
class EventTimeRoundsTest {
  private static AggregationSettings settings(String trigger, Late late, int leastUpdates) {
    return AggregationSettings.of("fedavg", Map.of(), Triggers.parse(trigger))
        .withRounds(new Rounds(late, 9, leastUpdates, true, false, 0, false, 1000));
  }

  @Test
  void windowsSortUpdatesByEventTimeWhateverTheOrderOfArrival() {
    for (long seed = 1; seed < 25; seed++) {
      Wiring wiring = new Wiring(settings("window(10 ms)", Late.CARRY, 1), seed);
      List<Runnable> sends = new ArrayList<>();
      sends.add(() -> wiring.sendAt(3, "ann", "a"));
      sends.add(() -> wiring.sendAt(9, "bob", "a"));
      sends.add(() -> wiring.sendAt(12, "ann", "b"));
      sends.add(() -> wiring.sendAt(17, "cid", "b"));
      Collections.shuffle(sends, new Random(seed));
      sends.forEach(Runnable::run);
      wiring.advance(0, 8);
      assertThat(wiring.summaries).isEmpty();
      wiring.advance(0, 9);
      assertThat(wiring.summaries).hasSize(1);
      wiring.advance(0, 30);
      assertThat(wiring.summaries).hasSize(2);
      assertThat(wiring.members(0)).containsExactly("ann", "bob");
      assertThat(wiring.members(1)).containsExactly("ann", "cid");
    }
  }

  /**
   * Updates whose workers are named after their times, read within a bound of disorder, or
   * partition by partition with the watermark held back until the last of them.
   */
  private static List<List<String>> rounds(
      String trigger, int leastUpdates, List<Integer> times, int disorder, long seed) {
    Wiring wiring = new Wiring(settings(trigger, Late.CARRY, leastUpdates), seed);
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>(times);
    Map<Integer, Integer> places = new HashMap<>();
    times.forEach(time -> places.put(time, time + random.nextInt(disorder + 1)));
    Collections.shuffle(order, random);
    order.sort(Comparator.comparing(places::get));
    boolean jumps = random.nextInt(3) == 0;
    long latest = Long.MIN_VALUE;
    for (int time : order) {
      wiring.sendAt(time, "w" + time, "u");
      latest = Math.max(latest, time);
      if (!jumps && random.nextBoolean()) {
        wiring.pass(0, latest - disorder - 1);
      }
    }
    wiring.pass(0, latest - 1);
    wiring.pass(0, latest + 1000);
    wiring.settle();
    assertThat(wiring.rejected).isEmpty();
    assertThat(wiring.state().waiting()).isEmpty();
    wiring.assertNothingIsLeftBehind();
    return IntStream.range(0, wiring.summaries.size()).mapToObj(wiring::members).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 12, 60})
  void windowsAndSessionsAreThoseOfEventTimeInAnyOrder(int disorder) {
    List<Integer> times = List.of(103, 109, 112, 118, 119, 155, 156, 190);
    for (long seed = 0; seed < 60; seed++) {
      assertThat(rounds("window(10 ms)", 1, times, disorder, seed))
          .as("windows with seed %d", seed)
          .containsExactly(
              List.of("w103", "w109"),
              List.of("w112", "w118", "w119"),
              List.of("w155", "w156"),
              List.of("w190"));
      assertThat(rounds("session(5 ms)", 1, times, disorder, seed))
          .as("sessions with seed %d", seed)
          .containsExactly(
              List.of("w103"),
              List.of("w109", "w112"),
              List.of("w118", "w119"),
              List.of("w155", "w156"),
              List.of("w190"));
      assertThat(rounds("window(10 ms)", 3, times.subList(0, 7), disorder, seed))
          .as("a round that lacks updates goes on, with seed %d", seed)
          .containsExactly(List.of("w103", "w109", "w112", "w118", "w119"));
    }
  }

  @Test
  void anUpdateOfALaterWindowDoesNotShutOutOneOfTheWindowBefore() {
    Wiring wiring = new Wiring(settings("window(30 s)", Late.DROP, 1), 1);
    wiring.pass(0, 28_000);
    wiring.sendAt(31_000, "ann", "u");
    wiring.sendAt(29_000, "bob", "u");
    wiring.sendAt(-1, "cid", "u");
    assertThat(wiring.rejected)
        .singleElement()
        .satisfies(r -> assertThat(r.reason()).contains("'cid'", "window"));
    wiring.pass(0, 29_999);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.members(0)).containsExactly("bob");
    // It was trained before that round: late in the other sense.
    assertThat(wiring.rejected.get(1).reason()).contains("'ann'", "version 0");
  }

  @Test
  void latecomersJoinTheWindowThatIsOpen() {
    for (boolean first : new boolean[] {true, false}) {
      Wiring wiring = new Wiring(settings("window(10 ms)", Late.CARRY, 1), 1);
      wiring.pass(0, 32);
      if (first) {
        wiring.sendAt(3, "old", "u");
      }
      wiring.sendAt(34, "new", "u");
      if (!first) {
        wiring.sendAt(3, "old", "u");
      }
      wiring.pass(0, 38);
      assertThat(wiring.summaries).isEmpty();
      wiring.pass(0, 39);
      assertThat(wiring.summaries).hasSize(1);
      assertThat(wiring.members(0)).containsExactly("new", "old");
    }
  }

  @Test
  void noDeadlineWaitsForEventTime() {
    Wiring wiring = new Wiring(settings("window(10 ms) | deadline(60 ms)", Late.CARRY, 1), 1);
    wiring.pass(5, 18);
    wiring.sendAt(24, "ann", "u");
    wiring.pass(64, 18);
    assertThat(wiring.summaries).isEmpty();
    wiring.pass(65, 18);
    assertThat(wiring.summaries).hasSize(1);
  }
}
