/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.rule.WorkerHistory;
import io.millrace.state.aggregation.CohortState.Worker;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Random RANDOM = new Random(7);

  private static Worker worker(long seenMillis, boolean gone, boolean member, int ids) {
    RecentUpdates recent = RecentUpdates.of(Collections.nCopies(ids, "u"));
    return new Worker(WorkerHistory.unknown(0), seenMillis, gone, member, 0, 0, recent);
  }

  @Test
  void whatIsCountedAsItChangesIsWhatAScanFinds() {
    Fleet fleet = new Fleet();
    long now = 1_000;
    for (int i = 0; i < 5_000; i++) {
      now += RANDOM.nextInt(20) == 0 ? -RANDOM.nextInt(200) : RANDOM.nextInt(10);
      fleet.put(
          "w" + RANDOM.nextInt(50),
          worker(now, RANDOM.nextInt(4) == 0, RANDOM.nextInt(5) > 0, RANDOM.nextInt(4)));
      long since = now - RANDOM.nextInt(300);

      Collection<Worker> all = fleet.workers().values();
      List<Worker> members = all.stream().filter(Worker::member).toList();
      List<Worker> live =
          members.stream().filter(w -> !w.gone() && w.seenMillis() > since).toList();
      assertThat(fleet.size()).isEqualTo(all.size());
      assertThat(fleet.members()).isEqualTo(members.size());
      assertThat(fleet.seenAfter(since)).isEqualTo(live.size());
      assertThat(fleet.eldestAfter(since))
          .isEqualTo(live.stream().mapToLong(Worker::seenMillis).min().orElse(Long.MAX_VALUE));
      assertThat(fleet.bytes())
          .isEqualTo(all.stream().mapToLong(w -> 320 + 8L * w.recent().size()).sum());
    }
  }

  @Test
  void aFleetOfNobodyHasNobodyLive() {
    Fleet fleet = new Fleet();

    assertThat(fleet.seenAfter(0)).isZero();
    assertThat(fleet.eldestAfter(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(fleet.get("ann")).isNull();
    assertThat(fleet.contains("ann")).isFalse();
  }
}
