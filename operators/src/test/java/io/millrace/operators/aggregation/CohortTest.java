/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.shape.ModelShape;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Bounds;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import io.millrace.state.aggregation.ShardState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohortTest {
  private static final Rounds ROUNDS = new Rounds(Late.APPLY, 2, 1, true, false, 0, false, 1000);

  private static AggregationSettings settings(String trigger) {
    return AggregationSettings.of("fedavg", Map.of(), Triggers.parse(trigger)).withRounds(ROUNDS);
  }

  private static Rounds late(Late late) {
    return new Rounds(late, 2, 1, true, false, 0, false, 1000);
  }

  private static void send(Wiring wiring, String worker, String update, long version) {
    UpdateHeader header = Updates.header(worker, update, version);
    wiring.read(Updates.whole(header, Updates.values(header.hashCode())));
    wiring.settle();
  }

  private static List<String> members(RoundSummary summary) {
    return summary.participants().stream().map(p -> p.update().worker()).toList();
  }

  private static void assertNothingIsLeftBehind(Wiring wiring) {
    for (ShardState shard : wiring.shards().values()) {
      assertThat(shard.orders()).isEmpty();
      assertThat(shard.fragments()).as("no shard of a model that is not").isNotEmpty();
      assertThat(shard.bytes()).isLessThan(5000);
    }
  }

  @Test
  void anUpdateThatComesTwiceCountsOnce() {
    Wiring wiring = new Wiring(settings("count(2)"), 1);
    send(wiring, "ann", "u1", 0);
    send(wiring, "ann", "u1", 0);
    assertThat(wiring.summaries).isEmpty();
    send(wiring, "bob", "u1", 0);
    send(wiring, "ann", "u1", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(members(wiring.summaries.get(0))).containsExactly("ann", "bob");
    assertThat(wiring.summaries.get(0).duplicates()).isOne();
    assertThat(wiring.rejected).hasSize(2).allMatch(r -> r.reason().contains("came again"));
    assertNothingIsLeftBehind(wiring);
  }

  @Test
  void chunksThatOverlapCondemnTheirUpdate() {
    Wiring wiring = new Wiring(settings("count(1)"), 1);
    UpdateHeader header = Updates.header("eve", "u", 0);
    List<Chunk> one = Updates.chunks(Updates.values(1), Codecs.FP32);
    List<Chunk> two = Updates.chunks(Updates.values(2), Codecs.FP32);
    wiring.read(new UpdatePart(header, List.of(one.get(0), two.get(0)), null));
    wiring.settle();
    wiring.read(new UpdatePart(header, List.of(one.get(1), one.get(2)), null));
    wiring.settle();
    assertThat(wiring.summaries).isEmpty();
    assertThat(wiring.rejected.get(0).reason()).contains("worker 'eve'", "overlap");
    assertThat(wiring.shards()).isEmpty();
  }

  @Test
  void aChunkThatComesTwiceIsNoFault() {
    Wiring wiring = new Wiring(settings("count(1)"), 1);
    UpdateHeader header = Updates.header("ann", "u", 0);
    List<UpdatePart> parts = Updates.parts(header, Updates.values(1));
    for (int part : new int[] {0, 0, 1, 0, 2}) {
      wiring.read(parts.get(part));
    }
    wiring.settle();
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.versions.get(1L)[0]).containsExactly(Updates.values(1)[0], within(1e-6f));
    assertNothingIsLeftBehind(wiring);
  }

  @Test
  void whatDoesNotBecomeCompleteIsGivenUp() {
    Bounds b = Bounds.standard();
    Bounds hasty =
        new Bounds(
            Set.of(),
            Set.of(),
            Map.of(),
            b.mostValues(),
            b.mostAnnounced(),
            b.mostNorm(),
            10,
            2,
            500,
            8);
    Wiring wiring = new Wiring(settings("count(1)").withBounds(hasty), 1);
    List<UpdatePart> parts = Updates.parts(Updates.header("eve", "u", 0), Updates.values(1));
    wiring.read(parts.get(0));
    wiring.read(parts.get(2));
    wiring.settle();
    wiring.advance(499, Long.MIN_VALUE);
    assertThat(wiring.rejected).isEmpty();
    wiring.advance(500, Long.MIN_VALUE);
    wiring.settle();
    assertThat(wiring.rejected.get(0).reason())
        .contains("worker 'eve'", "lacks 1 of its 3 chunks", "fragment 1", "pending-timeout");
    wiring.read(parts.get(1));
    wiring.settle();
    assertThat(wiring.shards()).as("nothing of it stays").isEmpty();
  }

  @Test
  void aWorkerHasFewIncompleteUpdates() {
    Wiring wiring = new Wiring(settings("count(1)"), 1);
    for (int i = 0; i < 6; i++) {
      wiring.read(Updates.parts(Updates.header("eve", "u" + i, 0), Updates.values(i)).get(0));
      wiring.settle();
    }
    assertThat(wiring.state().pending()).hasSize(4);
    assertThat(wiring.rejected).hasSize(2).allMatch(r -> r.reason().contains("max-pending"));
  }

  @ParameterizedTest
  @EnumSource(Late.class)
  void partsOfTheWorkersKeepToWhatIsDecidedAboutLatecomers(Late late) {
    AggregationSettings whole = settings("count(2)").withRounds(late(late));
    List<Wiring> both = List.of(new Wiring(whole, 1), new Wiring(whole.withParts(4), 1));
    for (Wiring wiring : both) {
      for (String worker : List.of("ann", "bob", "cid", "dan", "eve", "fay")) {
        send(wiring, worker, "u0", 0);
      }
      send(wiring, "ann", "u1", 1);
      send(wiring, "ann", "u1", 1);
      send(wiring, "cid", "u1", 0);
      send(wiring, "bob", "u1", 1);
      assertNothingIsLeftBehind(wiring);
      wiring.finishing().values().forEach(shard -> assertThat(shard.orders()).isEmpty());
    }
    Wiring one = both.get(0);
    Wiring parts = both.get(1);
    assertThat(parts.summaries).isEqualTo(one.summaries).isNotEmpty();
    assertThat(parts.rejected).isEqualTo(one.rejected);
    assertThat(parts.versions.keySet()).isEqualTo(one.versions.keySet());
    one.versions.forEach(
        (version, tensors) ->
            assertThat(parts.versions.get(version))
                .as("version %d", version)
                .isDeepEqualTo(tensors));
  }

  @Test
  void onlySumsHaveParts() {
    assertThatThrownBy(
            () ->
                AggregationSettings.of("median", Map.of(), Triggers.parse("count(1)")).withParts(2))
        .hasMessageContaining("millrace.aggregation.parts is 2")
        .hasMessageContaining("'median'");
    assertThatThrownBy(() -> settings("count(1)").withWhole(true).withParts(2))
        .hasMessageContaining("whole-models");
    assertThatThrownBy(() -> settings("count(1)").withParts(65)).hasMessageContaining("1 to 64");
  }

  @Test
  void anotherShapeAndAFutureVersionAreRefused() {
    Wiring wiring = new Wiring(settings("count(1)"), 1);
    send(wiring, "ann", "u", 0);
    send(wiring, "eve", "u", 7);
    UpdateHeader flat =
        new UpdateHeader(
            "net", "", Updates.contribution("mal", "u", 0), -1, 0, ModelShape.flat(24), false);
    Chunk chunk = Chunk.encode(Codecs.FP32, flat.shape().fragment(0), new float[24], 0, 0);
    wiring.read(new UpdatePart(flat, List.of(chunk), null));
    wiring.settle();
    assertThat(wiring.rejected.get(0).reason()).contains("'eve'", "version 7, the newest is 1");
    assertThat(wiring.rejected.get(1).reason()).contains("'mal'", "shape that is not the model's");
    assertThat(wiring.summaries).hasSize(1);
    assertNothingIsLeftBehind(wiring);
  }

  @Test
  void longUpdatesAndLargeValuesAreRefused() {
    Bounds b = Bounds.standard();
    Bounds tight =
        new Bounds(
            Set.of(), Set.of(), Map.of(), b.mostValues(), b.mostAnnounced(), 100, 10, 2, 500, 8);
    Wiring wiring = new Wiring(settings("count(1)").withBounds(tight), 1);
    float[][] values = Updates.values(1);
    values[0][0] = 101;
    wiring.read(Updates.whole(Updates.header("eve", "u", 0), values));
    wiring.settle();
    assertThat(wiring.rejected.get(0).reason()).contains("'eve'", "max-norm");

    AggregationSettings equal =
        AggregationSettings.of("fedavg-uniform", Map.of(), Triggers.parse("count(1)"));
    Wiring roomy = new Wiring(equal, 1);
    values[0][0] = 3000;
    roomy.read(Updates.whole(Updates.header("eve", "u", 0), values));
    roomy.settle();
    assertThat(roomy.rejected.get(0).reason()).contains("'eve'", "'magnitude'");
    assertThat(roomy.state().participants()).isEmpty();
  }

  @Test
  void latecomersAreDroppedCarriedOrApplied() {
    for (Late policy : Late.values()) {
      Wiring wiring = new Wiring(settings("count(2)").withRounds(late(policy)), 1);
      send(wiring, "ann", "u0", 0);
      send(wiring, "bob", "u0", 0);
      send(wiring, "cid", "u0", 0);
      send(wiring, "ann", "u1", 1);
      if (policy == Late.DROP) {
        assertThat(wiring.rejected).hasSize(1);
        assertThat(wiring.rejected.get(0).reason()).contains("'cid'", "late", "version 0");
        assertThat(wiring.summaries).hasSize(1);
      } else {
        assertThat(wiring.summaries).hasSize(2);
        assertThat(wiring.summaries.get(1).participants())
            .extracting(Participant::staleness)
            .containsExactly(0L, 1L);
      }
    }
  }

  @Test
  void whatIsTooStaleIsRefused() {
    Wiring wiring = new Wiring(settings("count(1)"), 1);
    for (int i = 0; i < 4; i++) {
      send(wiring, "ann", "u" + i, i);
    }
    send(wiring, "bob", "u", 2);
    send(wiring, "cid", "u", 1);
    assertThat(wiring.summaries).hasSize(5);
    assertThat(wiring.rejected).hasSize(1);
    assertThat(wiring.rejected.get(0).reason()).contains("'cid'", "4 before", "at most 2");
  }

  @Test
  void whoNeverGoesOnFromVersionsIsCarried() {
    for (Late policy : List.of(Late.APPLY, Late.CARRY)) {
      Wiring wiring = new Wiring(settings("count(1)").withRounds(late(policy)), 1);
      for (int i = 0; i < 15; i++) {
        send(wiring, "ann", "u" + i, 0);
      }
      if (policy == Late.CARRY) {
        assertThat(wiring.summaries).hasSize(15);
      } else {
        assertThat(wiring.summaries).hasSize(3);
        assertThat(wiring.rejected)
            .hasSize(12)
            .allMatch(r -> r.reason().contains("millrace.aggregation.late: carry"));
      }
    }
  }

  @Test
  void aSecondUpdateOfAWorkerWaitsForTheNextRound() {
    Wiring wiring = new Wiring(settings("count(2)"), 1);
    send(wiring, "ann", "u0", 0);
    send(wiring, "ann", "u1", 0);
    assertThat(wiring.summaries).isEmpty();
    send(wiring, "bob", "u0", 0);
    assertThat(wiring.summaries).hasSize(1);
    send(wiring, "bob", "u1", 1);
    assertThat(wiring.summaries).hasSize(2);
    assertThat(wiring.summaries.get(1).participants())
        .extracting(p -> p.update().update())
        .containsExactly("u1", "u1");
  }

  @Test
  void aQuorumWaitsForThoseWhoAreThere() {
    Wiring wiring = new Wiring(settings("quorum(1.0)"), 1);
    for (String worker : List.of("ann", "bob", "cid")) {
      wiring.hear(worker, false);
    }
    send(wiring, "ann", "u", 0);
    send(wiring, "bob", "u", 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.hear("cid", true);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.summaries.get(0).knownWorkers()).isEqualTo(3);

    send(wiring, "ann", "u1", 1);
    assertThat(wiring.summaries).hasSize(1);
    wiring.advance(1000, 0);
    assertThat(wiring.summaries).as("who is silent for too long is not waited for").hasSize(2);
  }

  @Test
  void aQuorumOfThoseWhoAreLeftEndsARoundByItself() {
    Wiring wiring = new Wiring(settings("quorum(1.0)"), 1);
    wiring.pass(100, 0);
    wiring.hear("cid", false);
    wiring.pass(400, 0);
    send(wiring, "ann", "u", 0);
    send(wiring, "bob", "u", 0);
    wiring.pass(600, 0);
    wiring.hear("cid", false);
    wiring.pass(1350, 0);
    wiring.hear("ann", false);
    wiring.hear("bob", false);
    wiring.pass(1599, 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.pass(1611, 0);
    assertThat(wiring.summaries).as("a hundredth of the timeout later at most").hasSize(1);
    assertThat(members(wiring.summaries.get(0))).containsExactly("ann", "bob");
  }

  @Test
  void whoWasOnlyEverRefusedIsNoMember() {
    Wiring wiring = new Wiring(settings("quorum(1.0)"), 1);
    float[][] bad = Updates.values(1);
    bad[0][0] = Float.NaN;
    wiring.read(Updates.whole(Updates.header("eve", "u", 0), bad));
    wiring.settle();
    send(wiring, "ann", "u", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.summaries.get(0).knownWorkers()).isOne();
    assertThat(wiring.summaries.get(0).rejected())
        .singleElement()
        .satisfies(r -> assertThat(r.update().worker()).isEqualTo("eve"));
  }

  @Test
  void deadlinesEndRoundsAndRulesKeepTheirLeast() {
    AggregationSettings krum =
        AggregationSettings.of(
                "multi-krum", Map.of("byzantine", "1"), Triggers.parse("deadline(100 ms)"))
            .withRounds(ROUNDS);
    Wiring wiring = new Wiring(krum, 1);
    for (int w = 0; w < 4; w++) {
      send(wiring, "worker-" + w, "u", 0);
    }
    wiring.advance(200, 0);
    assertThat(wiring.summaries).as("multi-krum needs five").isEmpty();
    send(wiring, "worker-4", "u", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.versions.get(1L)).isNotNull();
  }

  private static void timed(Wiring wiring, String worker, String update, long time) {
    Contribution contribution = Updates.contribution(worker, update, 0);
    wiring.read(Updates.whole(Updates.header(contribution, time), Updates.values(time)));
    wiring.settle();
  }

  @Test
  void windowsSortUpdatesByEventTimeWhateverTheOrderOfArrival() {
    for (long seed = 1; seed < 25; seed++) {
      AggregationSettings settings =
          settings("window(10 ms)")
              .withRounds(new Rounds(Late.CARRY, 9, 1, true, false, 0, false, 1000));
      Wiring wiring = new Wiring(settings, seed);
      List<Runnable> sends = new ArrayList<>();
      sends.add(() -> timed(wiring, "ann", "a", 3));
      sends.add(() -> timed(wiring, "bob", "a", 9));
      sends.add(() -> timed(wiring, "ann", "b", 12));
      sends.add(() -> timed(wiring, "cid", "b", 17));
      Collections.shuffle(sends, new Random(seed));
      sends.forEach(Runnable::run);
      wiring.advance(0, 8);
      assertThat(wiring.summaries).isEmpty();
      wiring.advance(0, 9);
      assertThat(wiring.summaries).hasSize(1);
      wiring.advance(0, 30);
      assertThat(wiring.summaries).hasSize(2);
      assertThat(members(wiring.summaries.get(0))).containsExactly("ann", "bob");
      assertThat(members(wiring.summaries.get(1))).containsExactly("ann", "cid");
    }
  }

  private static Rounds carrying(int leastUpdates) {
    return new Rounds(Late.CARRY, 9, leastUpdates, true, false, 0, false, 1000);
  }

  /**
   * Updates whose workers are named after their times, read within a bound of disorder, or
   * partition by partition with the watermark held back until the last of them.
   */
  private static List<List<String>> rounds(
      String trigger, int leastUpdates, List<Integer> times, int disorder, long seed) {
    Wiring wiring = new Wiring(settings(trigger).withRounds(carrying(leastUpdates)), seed);
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>(times);
    Map<Integer, Integer> places = new HashMap<>();
    times.forEach(time -> places.put(time, time + random.nextInt(disorder + 1)));
    Collections.shuffle(order, random);
    order.sort(Comparator.comparing(places::get));
    boolean jumps = random.nextInt(3) == 0;
    long latest = Long.MIN_VALUE;
    for (int time : order) {
      timed(wiring, "w" + time, "u", time);
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
    assertNothingIsLeftBehind(wiring);
    return wiring.summaries.stream().map(CohortTest::members).toList();
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
    Wiring wiring = new Wiring(settings("window(30 s)").withRounds(late(Late.DROP)), 1);
    wiring.pass(0, 28_000);
    timed(wiring, "ann", "u", 31_000);
    timed(wiring, "bob", "u", 29_000);
    timed(wiring, "cid", "u", -1);
    assertThat(wiring.rejected)
        .singleElement()
        .satisfies(r -> assertThat(r.reason()).contains("'cid'", "window"));
    wiring.pass(0, 29_999);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(members(wiring.summaries.get(0))).containsExactly("bob");
    // It was trained before that round: late in the other sense.
    assertThat(wiring.rejected.get(1).reason()).contains("'ann'", "version 0");
  }

  @Test
  void latecomersJoinTheWindowThatIsOpen() {
    for (boolean first : new boolean[] {true, false}) {
      Wiring wiring = new Wiring(settings("window(10 ms)").withRounds(carrying(1)), 1);
      wiring.pass(0, 32);
      if (first) {
        timed(wiring, "old", "u", 3);
      }
      timed(wiring, "new", "u", 34);
      if (!first) {
        timed(wiring, "old", "u", 3);
      }
      wiring.pass(0, 38);
      assertThat(wiring.summaries).isEmpty();
      wiring.pass(0, 39);
      assertThat(wiring.summaries).hasSize(1);
      assertThat(members(wiring.summaries.get(0))).containsExactly("new", "old");
    }
  }

  @Test
  void noDeadlineWaitsForEventTime() {
    Wiring wiring =
        new Wiring(settings("window(10 ms) | deadline(60 ms)").withRounds(carrying(1)), 1);
    wiring.pass(5, 18);
    timed(wiring, "ann", "u", 24);
    wiring.pass(64, 18);
    assertThat(wiring.summaries).isEmpty();
    wiring.pass(65, 18);
    assertThat(wiring.summaries).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theLatestUpdatesOfAllWorkersFitTheirSums(int parts) {
    AggregationSettings settings =
        AggregationSettings.of("afa-cs", Map.of("magnitude", "1"), Triggers.parse("count(1000)"))
            .withRounds(ROUNDS)
            .withParts(parts);
    Wiring wiring = new Wiring(settings, 1);
    for (int w = 0; w < 4000; w++) {
      gradient(wiring, "worker-" + w, "u0", 0.6f);
    }
    assertThat(wiring.summaries).as("2000 / 0.6 updates fit").hasSize(3);
    assertThat(wiring.rejected)
        .hasSize(4000 - 3333)
        .allMatch(r -> r.reason().contains("'magnitude'"));
    for (int w = 0; w < 2000; w++) {
      gradient(wiring, "worker-" + w, "u1", 0.1f);
    }
    gradient(wiring, "worker-3999", "u1", 0.6f);
    assertThat(wiring.rejected).as("there is room again").hasSize(4000 - 3333);
  }

  private static void gradient(Wiring wiring, String worker, String update, float value) {
    Contribution contribution =
        new Contribution(worker, update, wiring.state().version(), 1, 1, 1, 0, Payload.GRADIENT);
    float[][] values = Updates.values(1);
    for (float[] tensor : values) {
      Arrays.fill(tensor, value);
    }
    wiring.read(Updates.whole(Updates.header(contribution, 0), values));
    wiring.settle();
  }

  @Test
  void roundsWaitForTheParametersToBeginWith() {
    Wiring wiring =
        new Wiring(
            settings("count(1)")
                .withRounds(new Rounds(Late.APPLY, 2, 1, true, true, 0, false, 1000)),
            1);
    send(wiring, "ann", "u", 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.read(Updates.whole(Updates.initial("bob"), Updates.values(7)));
    wiring.settle();
    assertThat(wiring.summaries).extracting(RoundSummary::version).containsExactly(0L, 1L);
    assertThat(wiring.versions.get(0L)).isDeepEqualTo(Updates.values(7));
    wiring.read(
        Updates.whole(
            new UpdateHeader(
                "net",
                "",
                new Contribution("eve", "x", 0, 1, 1, 1, 0, Payload.MODEL),
                -1,
                0,
                Updates.SHAPE,
                true),
            Updates.values(8)));
    wiring.settle();
    assertThat(wiring.rejected.get(0).reason()).contains("'eve'", "has some already");
  }

  @Test
  void rulesThatCompareChangesRefuseWholeModelsUnlessAllIsInOnePlace() {
    Contribution model = new Contribution("ann", "u", 0, 1, 1, 1, 0, Payload.MODEL);
    UpdatePart part = Updates.whole(Updates.header(model, 0), Updates.values(1));
    AggregationSettings nnm =
        AggregationSettings.of("nnm+median", Map.of(), Triggers.parse("count(1)"));
    Wiring spread = new Wiring(nnm, 1);
    spread.read(part);
    spread.settle();
    assertThat(spread.rejected.get(0).reason()).contains("'ann'", "whole-models");
    Wiring whole = new Wiring(nnm.withWhole(true), 1);
    whole.read(part);
    whole.settle();
    assertThat(whole.rejected).isEmpty();
    assertThat(whole.versions.get(1L)).isDeepEqualTo(Updates.values(1));
  }

  @Test
  void fastAndSlowWorkersAreGivenSteps() {
    AggregationSettings settings =
        settings("count(2)").withRounds(new Rounds(Late.APPLY, 9, 1, true, false, 0, true, 1000));
    Wiring wiring = new Wiring(settings, 1);
    for (String worker : List.of("slow", "fast")) {
      long millis = worker.equals("slow") ? 4000 : 1000;
      Contribution c = new Contribution(worker, "u", 0, 1, 10, 0.1, millis, Payload.DELTA);
      wiring.read(Updates.whole(Updates.header(c, 0), Updates.values(millis)));
      wiring.settle();
    }
    assertThat(wiring.tasks).hasSize(2);
    assertThat(wiring.tasks).allMatch(t -> t.version() == 1);
    assertThat(wiring.tasks)
        .extracting(t -> t.assignment().worker())
        .containsExactly("fast", "slow");
    assertThat(wiring.tasks.get(0).assignment().steps()).isEqualTo(100);
    assertThat(wiring.tasks.get(1).assignment().steps())
        .as("so many as fit until the fast one is back")
        .isEqualTo(25);
  }

  @Test
  void whateverComesEveryChunkFindsItsOrder() {
    Random random = new Random(11);
    for (int run = 0; run < 60; run++) {
      Bounds b = Bounds.standard();
      Bounds hasty =
          new Bounds(
              Set.of(), Set.of(), Map.of(), b.mostValues(), b.mostAnnounced(), 30, 4, 2, 50, 3);
      Wiring wiring = new Wiring(settings("count(2) | deadline(30 ms)").withBounds(hasty), run);
      long time = 0;
      for (int i = 0; i < 80; i++) {
        String worker = "worker-" + random.nextInt(6);
        UpdateHeader header = Updates.header(worker, "u" + random.nextInt(9), random.nextInt(4));
        float[][] values = Updates.values(random.nextInt(3));
        if (random.nextInt(8) == 0) {
          values[0][0] = random.nextBoolean() ? Float.NaN : 1e4f;
        }
        List<UpdatePart> parts = Updates.parts(header, values);
        for (UpdatePart part : random.nextBoolean() ? parts : parts.subList(random.nextInt(2), 2)) {
          wiring.read(part);
        }
        if (random.nextInt(3) == 0) {
          wiring.settle();
        }
        if (random.nextInt(5) == 0) {
          time += 20;
          wiring.advance(time, Long.MIN_VALUE);
        }
      }
      wiring.settle();
      wiring.advance(time + 1000, Long.MIN_VALUE);
      wiring.settle();
      wiring.advance(time + 2000, Long.MIN_VALUE);
      wiring.settle();
      assertThat(wiring.state().pending()).isEmpty();
      assertThat(wiring.summaries).isNotEmpty();
      int waiting = wiring.state().waiting().size() + wiring.state().participants().size();
      for (ShardState shard : wiring.shards().values()) {
        assertThat(shard.orders()).isEmpty();
        assertThat(shard.bytes()).isLessThan(2500 + 700 * waiting);
      }
    }
  }
}
