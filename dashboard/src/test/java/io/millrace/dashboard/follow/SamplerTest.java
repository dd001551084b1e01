/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void asManyPerSecondAreShownAsAllowed() {
    Sampler sampler = new Sampler(100, 0);
    int shown = 0;
    for (long i = 0; i < 100_000; i++) {
      shown += sampler.take(i * SECOND / 10_000) ? 1 : 0;
    }

    // Ten seconds, and what was saved up before.
    assertThat(shown).isBetween(1150, 1201);
  }

  @Test
  void aSlowTopicIsShownInFull() {
    Sampler sampler = new Sampler(100, 0);
    for (long i = 1; i < 1000; i++) {
      assertThat(sampler.take(i * SECOND / 90)).isTrue();
    }
  }

  @Test
  void resultsThatBecomeVisibleTogetherAreShown() {
    Sampler sampler = new Sampler(100, 0);
    for (int second = 1; second < 10; second++) {
      for (int i = 0; i < 90; i++) {
        assertThat(sampler.take(second * SECOND)).isTrue();
      }
    }
  }

  @Test
  void trafficTellsTheShareThatIsShown() {
    TopicTraffic traffic = new TopicTraffic();
    traffic.seen(1000);
    traffic.leftOut(3, 1500);
    traffic.countUnreadable();

    assertThat(traffic.shownShare(5, 2000)).isEqualTo(0.25);
    assertThat(traffic.shownShare(5, 20_000)).isEqualTo(1);
    assertThat(traffic.total()).isEqualTo(4);
    assertThat(traffic.leftOut()).isEqualTo(3);
    assertThat(traffic.unreadable()).isEqualTo(1);
  }
}
