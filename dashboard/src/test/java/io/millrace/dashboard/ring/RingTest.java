/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RingTest {
  @Test
  void theOldestGoesWhenThereAreTooMany() {
    Ring<Integer> ring = new Ring<>(3);
    for (int i = 1; i <= 5; i++) {
      ring.add(i);
    }

    assertThat(ring.oldestFirst()).containsExactly(3, 4, 5);
    assertThat(ring.newestFirst()).containsExactly(5, 4, 3);
    assertThat(ring.newest()).isEqualTo(5);
    assertThat(ring.size()).isEqualTo(3);
  }

  @Test
  void anEmptyRingHasNoNewest() {
    assertThat(new Ring<>(1).newest()).isNull();
  }

  @Test
  void aRingOfNothingIsRefused() {
    assertThatThrownBy(() -> new Ring<>(0)).hasMessageContaining("give 1 or more");
  }

  @Test
  void theKeyThatRestedLongestIsForgotten() {
    Recent<String, StringBuilder> recent = new Recent<>(2, StringBuilder::new);
    recent.touch("a").append("!");
    recent.touch("b");
    recent.touch("a");

    recent.touch("c");

    assertThat(recent.find("b")).isEmpty();
    assertThat(recent.find("a")).hasToString("Optional[a!]");
    assertThat(recent.forgotten()).isEqualTo(1);
    assertThat(recent.size()).isEqualTo(2);
  }

  @Test
  void aReplacedValueCountsAsTouched() {
    Recent<String, String> recent = new Recent<>(2, key -> "fresh");
    recent.touch("a");
    recent.touch("b");

    recent.put("a", "new");
    recent.touch("c");

    assertThat(recent.entries()).extracting(java.util.Map.Entry::getKey).containsExactly("a", "c");
    assertThat(recent.values()).containsExactly("new", "fresh");
  }
}
