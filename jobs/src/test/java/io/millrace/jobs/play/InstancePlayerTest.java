/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.generator.Sea;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.DriftEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstancePlayerTest {
  private final List<DriftEvent> sent = new ArrayList<>();

  private List<LabelledSender> senders(InstanceStream instances, int streams) {
    return IntStream.range(0, streams)
        .mapToObj(i -> new LabelledSender(sent::add, "s" + i, instances.schema(), 0))
        .toList();
  }

  @Test
  void instancesAreDealtInTurnAndTheirTimesFollowTheSchedule() {
    InstanceStream instances = new Sea(1, 10, 1).limit(100);
    long begin = System.nanoTime();
    long played =
        new InstancePlayer(500).play(instances, senders(instances, 3), 7_000, () -> true, n -> {});
    double seconds = (System.nanoTime() - begin) / 1e9;

    assertThat(played).isEqualTo(100);
    assertThat(seconds).as("the last is due after 99 of 500 per second").isGreaterThan(0.19);
    assertThat(sent)
        .extracting(DriftEvent::streamId)
        .startsWith("s0", "s1", "s2", "s0")
        .hasSize(100);
    assertThat(sent).extracting(DriftEvent::instanceId).startsWith("0", "0", "0", "1");
    assertThat(sent.get(50).timeMillis()).isEqualTo(7_100);
    assertThat(sent.get(99).timeMillis()).isEqualTo(7_198);
  }

  @Test
  void withoutARateEventTimeIsTheTimeOfSending() {
    InstanceStream instances = new Sea(1, 10, 1).limit(20_000);
    long before = System.currentTimeMillis();
    new InstancePlayer(Pacer.UNPACED)
        .play(instances, senders(instances, 1), 0, () -> true, n -> {});

    assertThat(sent).hasSize(20_000);
    assertThat(sent)
        .extracting(DriftEvent::timeMillis)
        .isSorted()
        .allMatch(time -> time >= before && time <= System.currentTimeMillis());
  }

  @Test
  void whoStopsItIsHeardBeforeTheNextInstance() {
    InstanceStream instances = new Sea(1, 10, 1);
    long played =
        new InstancePlayer(Pacer.UNPACED)
            .play(instances, senders(instances, 2), 0, () -> sent.size() < 7, n -> {});

    assertThat(played).isEqualTo(7);
    assertThat(sent).hasSize(7);
  }

  @Test
  void aRateOfNothingIsRefused() {
    for (double rate : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> new InstancePlayer(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rate is " + rate);
    }
  }
}
