/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spread over shards and in any order of arrival, every rule gives what one process gives. */
class RulesInTheJobTest {
  private static final int WORKERS = 7;
  private static final int ROUNDS = 3;

  static Stream<String> rules() {
    Stream<String> stepped = RuleCatalogue.steps().stream().map(step -> "fedavg-uniform/" + step);
    return Stream.concat(
            Stream.concat(RuleCatalogue.names().stream(), RuleCatalogue.robustNames().stream()),
            Stream.concat(stepped, Stream.of("nnm+trimmed-mean/adam", "median/momentum")))
        .distinct()
        // Its divisor counts examples of a fleet: below.
        .filter(rule -> !rule.equals("fedfix"));
  }

  private static AggregationSettings settings(String rule) {
    Map<String, String> parameters = new HashMap<>();
    if (RuleCatalogue.parametersOf(rule).contains("byzantine")) {
      parameters.put("byzantine", "1");
    }
    return AggregationSettings.of(rule, parameters, Triggers.parse("count(" + WORKERS + ")"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void versionsAreThoseOfOneProcess(String rule) {
    AggregationSettings settings = settings(rule);
    assertVersions(settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fedavg/momentum", "nnm+trimmed-mean", "multi-krum", "median"})
  void oneShardForTheWholeModelGivesTheSame(String rule) {
    assertVersions(settings(rule).withWhole(true));
  }

  /** Slow workers take part seldom; what counts are the examples of all that are known. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void fedFixWeighsSlowWorkersAsOneProcessDoes(int parts) {
    long window = 100;
    int[][] present = {{0, 1, 2, 6}, {0, 1, 2, 3}, {0, 1, 4, 5}, {0, 2, 3, 6}, {0, 1, 2, 5}};
    AggregationSettings settings =
        AggregationSettings.of("fedfix", Map.of(), Triggers.parse("count(4)"))
            .withRounds(new Rounds(Late.APPLY, 10, 1, true, false, window, false, 600_000))
            .withParts(parts);
    float[][] initial = Updates.values(-1);
    LocalServer server = new LocalServer(settings.strategy(), Updates.SHAPE, initial);
    Wiring wiring = new Wiring(settings, 9);
    wiring.read(Updates.whole(Updates.initial("worker-0"), initial));
    wiring.settle();
    Map<String, Long> known = new TreeMap<>();
    for (int round = 0; round < present.length; round++) {
      List<LocalUpdate> updates = new ArrayList<>();
      for (int w : present[round]) {
        Contribution made =
            Updates.contribution("worker-" + w, "u" + round, Math.max(0, round - w));
        Contribution contribution =
            new Contribution(
                made.worker(),
                made.update(),
                made.baseVersion(),
                made.examples(),
                made.steps(),
                made.learningRate(),
                40 + 70L * w + 13L * round,
                made.payload());
        float[][] values = Updates.values(100L * round + w);
        known.put(made.worker(), made.examples());
        updates.add(new LocalUpdate(contribution, values));
        wiring.read(Updates.whole(Updates.header(contribution, round), values));
      }
      wiring.settle();
      long examples = known.values().stream().mapToLong(Long::longValue).sum();
      server.round(updates, new Round(round, round, known.size(), examples, window, 0));
      assertThat(wiring.rejected).isEmpty();
      assertThat(wiring.versions.get(round + 1L))
          .as("version %d", round + 1)
          .isDeepEqualTo(server.parameters());
    }
    // A slow worker's weight is more than its examples.
    Participant slow =
        wiring.summaries.get(1).participants().stream()
            .filter(p -> p.update().worker().equals("worker-6"))
            .findFirst()
            .orElseThrow();
    assertThat(slow.weight()).isEqualTo(5.0 * slow.examples());
  }

  /** The divisor, too, takes at most max-examples from each. */
  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000_000_000_000L, Long.MAX_VALUE})
  void whoClaimsExamplesWithoutEndCountsNoMoreThanTheMost(long claim) {
    AggregationSettings settings =
        AggregationSettings.of("fedfix", Map.of("max-examples", "100"), Triggers.parse("count(3)"));
    Wiring wiring = new Wiring(settings, 1);
    float[][] values = Updates.values(3);
    for (int w = 0; w < 3; w++) {
      Contribution contribution = Contribution.of("worker-" + w, 0, w == 0 ? 50 : claim);
      wiring.read(Updates.whole(Updates.header(contribution, 0), values));
    }
    wiring.settle();
    for (int t = 0; t < values.length; t++) {
      assertThat(wiring.versions.get(1L)[t]).containsExactly(values[t], within(1e-6f));
    }
  }

  static Stream<Arguments> sums() {
    return Stream.of(
            "fedavg/momentum", "fedavg-uniform/adam", "afa-cs", "fedau", "diloco", "fedbuff", "co2")
        .flatMap(rule -> Stream.of(2, 3, 16).map(parts -> Arguments.of(rule, parts)));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void sumsInPartsOfTheWorkersAreTheSameBitForBit(String rule, int parts) {
    assertVersions(settings(rule).withParts(parts));
  }

  private static void assertVersions(AggregationSettings settings) {
    float[][] initial = Updates.values(-1);
    LocalServer server = new LocalServer(settings.strategy(), Updates.SHAPE, initial);
    List<float[][]> expected = new ArrayList<>();
    List<List<UpdatePart>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<LocalUpdate> updates = new ArrayList<>();
      List<UpdatePart> parts = new ArrayList<>();
      for (int w = 0; w < WORKERS; w++) {
        Contribution contribution = Updates.contribution("worker-" + w, "u" + round, round);
        float[][] values = Updates.values(100L * round + w);
        updates.add(new LocalUpdate(contribution, values));
        parts.addAll(Updates.parts(Updates.header(contribution, round), values));
      }
      server.round(updates);
      expected.add(copy(server.parameters()));
      rounds.add(parts);
    }
    for (long seed = 1; seed <= 5; seed++) {
      Wiring wiring = new Wiring(settings, seed);
      wiring.read(Updates.whole(Updates.initial("worker-0"), initial));
      wiring.settle();
      for (int round = 0; round < ROUNDS; round++) {
        List<UpdatePart> parts = new ArrayList<>(rounds.get(round));
        Collections.shuffle(parts, new Random(seed));
        parts.forEach(wiring::read);
        wiring.settle();
      }
      assertThat(wiring.rejected).isEmpty();
      assertThat(wiring.versions.keySet()).containsExactly(0L, 1L, 2L, 3L);
      assertThat(wiring.versions.get(0L)).isDeepEqualTo(initial);
      for (int round = 0; round < ROUNDS; round++) {
        // A fragment per tensor: the model is small.
        assertThat(wiring.versions.get(round + 1L))
            .as("version %d with seed %d", round + 1, seed)
            .isDeepEqualTo(expected.get(round));
      }
    }
  }

  private static float[][] copy(float[][] tensors) {
    float[][] copy = new float[tensors.length][];
    for (int t = 0; t < copy.length; t++) {
      copy[t] = tensors[t].clone();
    }
    return copy;
  }
}
