/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static io.millrace.operators.aggregation.PlainRounds.ROUNDS;
import static io.millrace.operators.aggregation.PlainRounds.late;
import static io.millrace.operators.aggregation.PlainRounds.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Bounds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which complete updates may take part in a round. */
class AdmissionTest {
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
      wiring.send("ann", "u0", 0);
      wiring.send("bob", "u0", 0);
      wiring.send("cid", "u0", 0);
      wiring.send("ann", "u1", 1);
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
      wiring.send("ann", "u" + i, i);
    }
    wiring.send("bob", "u", 2);
    wiring.send("cid", "u", 1);
    assertThat(wiring.summaries).hasSize(5);
    assertThat(wiring.rejected).hasSize(1);
    assertThat(wiring.rejected.get(0).reason()).contains("'cid'", "4 before", "at most 2");
  }

  @Test
  void whoNeverGoesOnFromVersionsIsCarried() {
    for (Late policy : List.of(Late.APPLY, Late.CARRY)) {
      Wiring wiring = new Wiring(settings("count(1)").withRounds(late(policy)), 1);
      for (int i = 0; i < 15; i++) {
        wiring.send("ann", "u" + i, 0);
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
    wiring.send("ann", "u0", 0);
    wiring.send("ann", "u1", 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.send("bob", "u0", 0);
    assertThat(wiring.summaries).hasSize(1);
    wiring.send("bob", "u1", 1);
    assertThat(wiring.summaries).hasSize(2);
    assertThat(wiring.summaries.get(1).participants())
        .extracting(p -> p.update().update())
        .containsExactly("u1", "u1");
  }

  @Test
  void anUpdateThatIsRefusedDoesNotKeepTheNextOfItsWorkerWaiting() {
    AggregationSettings equal =
        AggregationSettings.of("fedavg-uniform", Map.of(), Triggers.parse("count(2)"))
            .withRounds(ROUNDS);
    Wiring wiring = new Wiring(equal, 1);
    float[][] large = Updates.values(1);
    large[0][0] = 3000;
    wiring.send("ann", "u0", 0);
    wiring.read(Updates.whole(Updates.header("ann", "u1", 0), large));
    wiring.settle();
    wiring.send("ann", "u2", 0);
    assertThat(wiring.state().waiting()).as("ann is in the round already").hasSize(2);
    wiring.send("bob", "u0", 0);

    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.rejected).hasSize(1).allMatch(r -> r.reason().contains("'magnitude'"));
    assertThat(wiring.state().waiting()).isEmpty();
    assertThat(wiring.state().participants())
        .extracting(p -> p.update().update())
        .containsExactly("u2");
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
}
