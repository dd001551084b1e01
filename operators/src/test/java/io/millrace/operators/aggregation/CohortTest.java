/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static io.millrace.operators.aggregation.PlainRounds.ROUNDS;
import static io.millrace.operators.aggregation.PlainRounds.late;
import static io.millrace.operators.aggregation.PlainRounds.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.models.shape.ModelShape;
import io.millrace.operators.aggregation.AggregationSettings.Bounds;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import io.millrace.state.aggregation.ShardState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CohortTest {
  @Test
  void anUpdateThatComesTwiceCountsOnce() {
    Wiring wiring = new Wiring(settings("count(2)"), 1);
    wiring.send("ann", "u1", 0);
    wiring.send("ann", "u1", 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.send("bob", "u1", 0);
    wiring.send("ann", "u1", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.members(0)).containsExactly("ann", "bob");
    assertThat(wiring.summaries.get(0).duplicates()).isOne();
    assertThat(wiring.rejected).hasSize(2).allMatch(r -> r.reason().contains("came again"));
    wiring.assertNothingIsLeftBehind();
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
    wiring.assertNothingIsLeftBehind();
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
    assertThat(wiring.state().pending().all()).hasSize(4);
    assertThat(wiring.rejected).hasSize(2).allMatch(r -> r.reason().contains("max-pending"));
  }

  @ParameterizedTest
  @EnumSource(Late.class)
  void partsOfTheWorkersKeepToWhatIsDecidedAboutLatecomers(Late late) {
    AggregationSettings whole = settings("count(2)").withRounds(late(late));
    List<Wiring> both = List.of(new Wiring(whole, 1), new Wiring(whole.withParts(4), 1));
    for (Wiring wiring : both) {
      for (String worker : List.of("ann", "bob", "cid", "dan", "eve", "fay")) {
        wiring.send(worker, "u0", 0);
      }
      wiring.send("ann", "u1", 1);
      wiring.send("ann", "u1", 1);
      wiring.send("cid", "u1", 0);
      wiring.send("bob", "u1", 1);
      wiring.assertNothingIsLeftBehind();
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
    wiring.send("ann", "u", 0);
    wiring.send("eve", "u", 7);
    UpdateHeader flat =
        new UpdateHeader(
            "net", "", Updates.contribution("mal", "u", 0), -1, 0, ModelShape.flat(24), false);
    Chunk chunk = Chunk.encode(Codecs.FP32, flat.shape().fragment(0), new float[24], 0, 0);
    wiring.read(new UpdatePart(flat, List.of(chunk), null));
    wiring.settle();
    assertThat(wiring.rejected.get(0).reason()).contains("'eve'", "version 7, the newest is 1");
    assertThat(wiring.rejected.get(1).reason()).contains("'mal'", "shape that is not the model's");
    assertThat(wiring.summaries).hasSize(1);
    wiring.assertNothingIsLeftBehind();
  }

  @Test
  void deadlinesEndRoundsAndRulesKeepTheirLeast() {
    AggregationSettings krum =
        AggregationSettings.of(
                "multi-krum", Map.of("byzantine", "1"), Triggers.parse("deadline(100 ms)"))
            .withRounds(ROUNDS);
    Wiring wiring = new Wiring(krum, 1);
    for (int w = 0; w < 4; w++) {
      wiring.send("worker-" + w, "u", 0);
    }
    wiring.advance(200, 0);
    assertThat(wiring.summaries).as("multi-krum needs five").isEmpty();
    wiring.send("worker-4", "u", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.versions.get(1L)).isNotNull();
  }

  @Test
  void roundsWaitForTheParametersToBeginWith() {
    Wiring wiring =
        new Wiring(
            settings("count(1)")
                .withRounds(new Rounds(Late.APPLY, 2, 1, true, true, 0, false, 1000)),
            1);
    wiring.send("ann", "u", 0);
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
      assertThat(wiring.state().pending().all()).isEmpty();
      assertThat(wiring.summaries).isNotEmpty();
      int waiting = wiring.state().waiting().size() + wiring.state().participants().size();
      for (ShardState shard : wiring.shards().values()) {
        assertThat(shard.orders()).isEmpty();
        assertThat(shard.bytes()).isLessThan(2500 + 700 * waiting);
      }
    }
  }
}
