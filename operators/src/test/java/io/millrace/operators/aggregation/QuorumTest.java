/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is waited for, and for how long. */
class QuorumTest {
  private static Wiring quorumOfAll() {
    AggregationSettings settings =
        AggregationSettings.of("fedavg", Map.of(), Triggers.parse("quorum(1.0)"))
            .withRounds(new Rounds(Late.APPLY, 2, 1, true, false, 0, false, 1000));
    return new Wiring(settings, 1);
  }

  @Test
  void aQuorumWaitsForThoseWhoAreThere() {
    Wiring wiring = quorumOfAll();
    for (String worker : List.of("ann", "bob", "cid")) {
      wiring.hear(worker, false);
    }
    wiring.send("ann", "u", 0);
    wiring.send("bob", "u", 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.hear("cid", true);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.summaries.get(0).knownWorkers()).isEqualTo(3);

    wiring.send("ann", "u1", 1);
    assertThat(wiring.summaries).hasSize(1);
    wiring.advance(1000, 0);
    assertThat(wiring.summaries).as("who is silent for too long is not waited for").hasSize(2);
  }

  @Test
  void aQuorumOfThoseWhoAreLeftEndsARoundByItself() {
    Wiring wiring = quorumOfAll();
    wiring.pass(100, 0);
    wiring.hear("cid", false);
    wiring.pass(400, 0);
    wiring.send("ann", "u", 0);
    wiring.send("bob", "u", 0);
    wiring.pass(600, 0);
    wiring.hear("cid", false);
    wiring.pass(1350, 0);
    wiring.hear("ann", false);
    wiring.hear("bob", false);
    wiring.pass(1599, 0);
    assertThat(wiring.summaries).isEmpty();
    wiring.pass(1611, 0);
    assertThat(wiring.summaries).as("a hundredth of the timeout later at most").hasSize(1);
    assertThat(wiring.members(0)).containsExactly("ann", "bob");
  }

  @Test
  void whoWasOnlyEverRefusedIsNoMember() {
    Wiring wiring = quorumOfAll();
    float[][] bad = Updates.values(1);
    bad[0][0] = Float.NaN;
    wiring.read(Updates.whole(Updates.header("eve", "u", 0), bad));
    wiring.settle();
    wiring.send("ann", "u", 0);
    assertThat(wiring.summaries).hasSize(1);
    assertThat(wiring.summaries.get(0).knownWorkers()).isOne();
    assertThat(wiring.summaries.get(0).rejected())
        .singleElement()
        .satisfies(r -> assertThat(r.update().worker()).isEqualTo("eve"));
  }
}
