/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.aggregation.CohortState.Pending;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingUpdatesTest {
  private final PendingUpdates updates = new PendingUpdates();

  private static Pending pending(String worker, String id, int values) {
    Contribution contribution = new Contribution(worker, id, 0, 1, 1, 1, 0, Payload.DELTA);
    ModelShape shape = ModelShape.flat(values);
    return new Pending(
        new UpdateHeader("net", "", contribution, -1, 0, shape, false), Origin.NONE, 7);
  }

  @Test
  void whatIsCountedAsTheyComeAndGoIsWhatAScanFinds() {
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      String worker = "w" + random.nextInt(6);
      String id = "u" + random.nextInt(5);
      if (updates.get(new UpdateId(worker, id)) != null || random.nextInt(4) == 0) {
        updates.remove(new UpdateId(worker, id));
      } else {
        updates.add(pending(worker, id, 1 + random.nextInt(1_000_000)));
      }
      assertThat(updates.of(worker))
          .isEqualTo(
              updates.all().stream().filter(u -> u.header().id().worker().equals(worker)).count());
      assertThat(updates.bytes())
          .isEqualTo(
              updates.all().stream()
                  .mapToLong(u -> 500 + 80L * u.header().shape().fragments())
                  .sum());
    }
    assertThat(updates.all()).isNotEmpty();
  }

  @Test
  void theyStayInTheOrderOfTheirFirstParts() {
    Pending late = pending("a", "1", 1);
    updates.add(pending("b", "1", 1));
    updates.add(late);
    updates.remove(new UpdateId("b", "1"));
    Pending later = pending("b", "1", 1);
    updates.add(later);
    assertThat(updates.all()).containsExactly(late, later);
    assertThatThrownBy(() -> updates.add(pending("a", "1", 1))).hasMessageContaining("already");
  }
}
