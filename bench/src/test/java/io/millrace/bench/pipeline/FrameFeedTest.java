/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.signal.Frame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameFeedTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000, 9973})
  void everyStreamComesOncePerCycle(int keys) {
    KeyOrder order = new KeyOrder(keys);
    for (long cycle = 0; cycle < 20; cycle++) {
      Set<Integer> seen = new HashSet<>();
      for (long event = cycle * keys; event < (cycle + 1) * keys; event++) {
        assertThat(order.cycle(event)).isEqualTo(cycle);
        seen.add(order.key(event));
      }
      assertThat(seen).hasSize(keys).allMatch(key -> key >= 0 && key < keys);
    }
  }

  @Test
  void cyclesDifferInTheirOrder() {
    KeyOrder order = new KeyOrder(1000);
    int same = 0;
    for (int place = 0; place < 1000; place++) {
      same += order.key(place) == order.key(1000 + place) ? 1 : 0;
    }
    assertThat(same).isLessThan(50);
  }

  @Test
  void noStreamsAreRefused() {
    assertThatThrownBy(() -> new KeyOrder(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keys is 0");
  }

  @Test
  void theFramesOfAStreamFollowEachOther() {
    FrameFeed feed = new FrameFeed(50, 90);
    Map<String, Long> next = new HashMap<>();
    Map<String, Long> times = new HashMap<>();
    for (long event = 0; event < 50 * 40; event++) {
      Frame frame = feed.event(event);
      assertThat(frame.sequence()).isEqualTo(next.getOrDefault(frame.streamId(), 0L));
      assertThat(frame.length()).isEqualTo(90);
      assertThat(frame.timeMillis())
          .isGreaterThan(times.getOrDefault(frame.streamId(), Long.MIN_VALUE));
      next.put(frame.streamId(), frame.end());
      times.put(frame.streamId(), frame.timeMillis());
    }
    assertThat(next).hasSize(50).containsValue(90L * 40);
  }
}
