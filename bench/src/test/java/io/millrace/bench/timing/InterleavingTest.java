/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InterleavingTest {
  private final List<String> calls = new ArrayList<>();
  private long now;
  private long compiled;

  private Contestant taking(String name, long nanos) {
    return new Contestant(
        name,
        () -> {
          calls.add(name);
          now += nanos;
        });
  }

  private Interleaving interleaving(Rhythm rhythm) {
    return new Interleaving(rhythm, () -> now, () -> compiled);
  }

  private static Rhythm rhythm(long warmUp, long slice, long budget, int least, int most) {
    return new Rhythm(
        Duration.ofNanos(warmUp), Duration.ofNanos(slice), Duration.ofNanos(budget), least, most);
  }

  @Test
  void contestantsTakeTurnsAndFillTheirSlices() {
    interleaving(rhythm(1, 100, 1_000_000, 2, 2))
        .measure(List.of(taking("slow", 100), taking("fast", 50)));

    assertThat(calls.subList(calls.size() - 6, calls.size()))
        .containsExactly("slow", "fast", "fast", "slow", "fast", "fast");
  }

  @Test
  void aCallIsTimedByItselfHoweverManyFillASlice() {
    Map<String, double[]> results =
        interleaving(rhythm(500, 100, 1_000_000, 3, 3))
            .measure(List.of(taking("a", 40), taking("b", 7)));

    assertThat(results.get("a")).containsExactly(40, 40, 40);
    assertThat(results.get("b")).containsExactly(7, 7, 7);
    assertThat(results.keySet()).containsExactly("a", "b");
  }

  @Test
  void everyoneHasItsTimeToWarmUp() {
    interleaving(rhythm(1000, 10, 1, 1, 1)).measure(List.of(taking("a", 10), taking("b", 500)));

    assertThat(calls.stream().filter("a"::equals)).hasSizeGreaterThanOrEqualTo(100);
    assertThat(calls.stream().filter("b"::equals)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void whoBecomesFasterIsNotWarmYet() {
    // Compiled in two steps, the second after the time to warm up: neither may be in any round.
    Contestant learning =
        new Contestant(
            "a",
            () -> {
              calls.add("a");
              now += calls.size() < 15 ? 1000 : calls.size() < 45 ? 500 : 10;
            });

    double[] results =
        interleaving(rhythm(20_000, 10, 1, 3, 3)).measure(List.of(learning)).get("a");

    assertThat(results).containsExactly(10, 10, 10);
  }

  @Test
  void warmingUpGoesOnAsLongAsCodeIsCompiledButNotForEver() {
    Contestant compiling =
        new Contestant(
            "a",
            () -> {
              calls.add("a");
              now += 100;
              compiled += calls.size() <= 5 ? 1 : 0;
            });
    interleaving(rhythm(100, 100, 1, 1, 1)).measure(List.of(compiling));
    // Five turns with something compiled, a quiet one, and the measured one.
    assertThat(calls).hasSize(7);

    Contestant endless =
        new Contestant(
            "b",
            () -> {
              now += 100;
              compiled++;
            });
    long begin = now;
    interleaving(rhythm(100, 100, 1, 1, 1)).measure(List.of(endless));
    assertThat(now - begin).isEqualTo(800 + 100);
  }

  @Test
  void theBudgetEndsTheMeasurementButNotBeforeTheLeastRounds() {
    Map<String, double[]> within =
        interleaving(rhythm(1, 10, 95, 2, 1000)).measure(List.of(taking("a", 10)));
    Map<String, double[]> beyond =
        interleaving(rhythm(1, 10, 95, 4, 1000)).measure(List.of(taking("a", 1000)));

    assertThat(within.get("a")).hasSize(10);
    assertThat(beyond.get("a")).hasSize(4);
  }

  @Test
  void aDisturbedRoundDoesNotMoveTheMedian() {
    int[] round = {0};
    Contestant disturbed = new Contestant("a", () -> now += round[0]++ == 3 ? 1_000_000 : 100);

    double[] results =
        interleaving(rhythm(1, 100, 1_000_000_000, 9, 9)).measure(List.of(disturbed)).get("a");

    assertThat(Spread.of(results).median()).isEqualTo(100);
  }

  @Test
  void twoOfOneNameAreRefused() {
    Interleaving interleaving = interleaving(rhythm(1, 1, 1, 1, 1));
    List<Contestant> twins = List.of(taking("a", 1), taking("a", 2));

    assertThatThrownBy(() -> interleaving.measure(twins))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
  }
}
