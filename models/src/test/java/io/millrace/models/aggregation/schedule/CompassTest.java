/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CompassTest {
  private final Compass compass = new Compass(new CompassSettings(20, 100, 1.5, 0.9));

  @Test
  void workersOfDifferentSpeedReturnTogether() {
    assertThat(compass.returned("slow", 50, 5000)).isEqualTo(-1);
    assertThat(compass.returned("fast", 50, 2500)).isEqualTo(-1);
    // Nobody is out: the longest trip, 100 steps of 100 ms.
    Assignment slow = compass.assign("slow", 10_000);
    assertThat(slow).isEqualTo(new Assignment("slow", 100, 0, 20_000, 25_000));
    // 200 steps of 50 ms would fit, more than 100: no group fits. A new one is timed for
    // slow's next return at 25 000 + 100 · 100, too far as well, so the longest trip again.
    Assignment fast = compass.assign("fast", 10_000);
    assertThat(fast).isEqualTo(new Assignment("fast", 100, 1, 15_000, 17_500));
    assertThat(compass.returned("fast", 100, 5000)).isEqualTo(1);
    assertThat(compass.complete(1)).isTrue();
    assertThat(compass.close(1)).containsExactly("fast");
    // Now exactly 100 steps fit until slow is due.
    Assignment joined = compass.assign("fast", 15_000);
    assertThat(joined).isEqualTo(new Assignment("fast", 100, 0, 20_000, 25_000));
    compass.returned("slow", 100, 10_000);
    assertThat(compass.complete(0)).isFalse();
    compass.returned("fast", 100, 5_000);
    assertThat(compass.complete(0)).isTrue();
  }

  @Test
  void aGroupIsDueAtItsLatestTimeAndItsMissingMembersAreLate() {
    compass.returned("a", 10, 1000);
    Assignment a = compass.assign("a", 0);
    assertThat(compass.due(a.latestMillis() - 1)).isEmpty();
    assertThat(compass.due(a.latestMillis())).containsExactly(a.group());
    assertThat(compass.close(a.group())).isEmpty();
    assertThat(compass.returned("a", a.steps(), 99_999)).isEqualTo(-1);
    assertThatThrownBy(() -> compass.close(a.group())).hasMessageContaining("no group");
  }

  @Test
  void speedFollowsWhatIsMeasured() {
    compass.returned("a", 10, 1000);
    compass.returned("a", 10, 2000);
    assertThat(compass.state().workers().get("a").millisPerStep()).isEqualTo(0.1 * 100 + 0.9 * 200);
  }

  @Test
  void stepsStayInRangeWhateverTheSpeeds() {
    java.util.Random random = new java.util.Random(9);
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      String worker = "w" + random.nextInt(20);
      compass.returned(worker, 1 + random.nextInt(100), 1 + random.nextInt(1_000_000));
      Assignment assignment = compass.assign(worker, now);
      assertThat(assignment.steps()).isBetween(20, 100);
      assertThat(assignment.latestMillis()).isGreaterThanOrEqualTo(assignment.expectedMillis());
      now += random.nextInt(10_000);
      compass.due(now).forEach(compass::close);
    }
  }

  @Test
  void restoredSchedulerPlansLikeTheOriginal() {
    for (String worker : new String[] {"a", "b", "c"}) {
      compass.returned(worker, 10, 100L * worker.charAt(0));
      compass.assign(worker, 500);
    }
    Compass restored = new Compass(CompassSettings.STANDARD, compass.state());
    compass.returned("b", 30, 777);
    restored.returned("b", 30, 777);
    assertThat(restored.assign("b", 900)).isEqualTo(compass.assign("b", 900));
    assertThat(restored.state()).isEqualTo(compass.state());
  }

  @Test
  void unknownWorkersAndOddSettingsAreRefused() {
    assertThatThrownBy(() -> compass.assign("x", 0)).hasMessageContaining("'x'");
    assertThatThrownBy(() -> new CompassSettings(5, 4, 1.5, 0.9)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> new CompassSettings(5, 9, 0.5, 0.9)).hasMessageContaining("slack");
  }
}
