/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentUpdatesTest {
  @Test
  void theyAreAListOfIdsThatForgetsTheOldest() {
    Random random = new Random(5);
    for (int most : new int[] {1, 2, 7}) {
      RecentUpdates recent = RecentUpdates.NONE;
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String id = "u" + random.nextInt(12);
        assertThat(recent.contains(id)).isEqualTo(ids.contains(id));
        recent = recent.with(id, most);
        ids.remove(id);
        ids.add(id);
        if (ids.size() > most) {
          ids.remove(0);
        }
        assertThat(recent)
            .isEqualTo(RecentUpdates.of(ids))
            .hasSameHashCodeAs(RecentUpdates.of(ids));
        assertThat(recent.size()).isEqualTo(ids.size());
      }
    }
  }

  @Test
  void fewerMayBeKeptThanBefore() {
    RecentUpdates five = RecentUpdates.of(List.of("a", "b", "c", "d", "e"));
    assertThat(five.with("f", 3)).isEqualTo(RecentUpdates.of(List.of("d", "e", "f")));
    assertThat(five.with("b", 3)).isEqualTo(RecentUpdates.of(List.of("d", "e", "b")));
    assertThat(RecentUpdates.NONE.with("a", 3)).isEqualTo(RecentUpdates.of(List.of("a")));
  }
}
