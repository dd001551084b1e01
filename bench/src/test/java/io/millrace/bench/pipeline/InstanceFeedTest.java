/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InstanceFeedTest {
  @Test
  void theInstancesOfAStreamFollowEachOther() {
    InstanceFeed feed = new InstanceFeed(50, "rbf-10");
    Map<String, Integer> next = new HashMap<>();
    Set<Double> first = new HashSet<>();
    long before = 0;
    for (long number = 0; number < 50 * 40; number++) {
      Arrival arrival = (Arrival) feed.event(number);
      int expected = next.getOrDefault(arrival.streamId(), 0);
      assertThat(arrival.instanceId()).isEqualTo(Integer.toString(expected));
      assertThat(arrival.timeMillis()).isGreaterThan(before);
      assertThat(arrival.features())
          .isSameAs(feed.features(feed.order().key(number), expected))
          .hasSize(10);
      assertThat(arrival.label().code())
          .isEqualTo(feed.label(feed.order().key(number), expected))
          .isBetween(0, 1);
      before = arrival.timeMillis();
      next.put(arrival.streamId(), expected + 1);
      if (expected == 0) {
        first.add(arrival.features()[0]);
      }
    }
    assertThat(next).hasSize(50).containsValue(40);
    assertThat(first).as("every stream begins elsewhere").hasSize(50);
  }

  @Test
  void nominalAttributesAreNamed() {
    Arrival arrival = (Arrival) new InstanceFeed(2, "rtg-30").event(0);
    assertThat(arrival.nominal()).hasSize(15).startsWith(0, 1, 2);
    assertThat(arrival.features()).hasSize(30);
  }

  @Test
  void everyStreamHasALearnerOfItsOwn() {
    InstanceFeed feed = new InstanceFeed(3, "rbf-10");
    BareLearners bare = new BareLearners("majority", 1, feed);
    assertThat(bare.bytesPerKey()).isZero();
    for (int i = 0; i < 3 * 500; i++) {
      bare.step();
    }
    assertThat(bare.events()).isEqualTo(1500);
    assertThat(bare.bytesPerKey()).isPositive();
    assertThat(bare.checksum()).isBetween(0.0, 1500.0);
  }
}
