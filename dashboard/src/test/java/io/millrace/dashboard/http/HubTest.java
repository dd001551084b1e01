/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dashboard.live.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTest {
  private final List<String> made = new ArrayList<>();
  private final Set<String> watched = new HashSet<>();
  private final Hub hub =
      new Hub(
          (view, item) -> {
            made.add(view.label() + "/" + item);
            return "page " + made.size();
          },
          streams -> {
            watched.clear();
            watched.addAll(streams);
          },
          3);

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aViewIsMadeOnceForAllWhoLookAtIt() throws InterruptedException {
    Subscriber first = hub.subscribe(View.DRIFT, "a").orElseThrow();
    Subscriber second = hub.subscribe(View.DRIFT, "a").orElseThrow();
    Subscriber third = hub.subscribe(View.DRIFT, "b").orElseThrow();

    hub.send(1000);

    assertThat(made).containsExactlyInAnyOrder("drift/a", "drift/b");
    assertThat(first.take()).isEqualTo(second.take()).isNotEqualTo(third.take());
  }

  @Test
  void eachViewHasItsOwnPace() {
    assertThat(hub.subscribe(View.OVERVIEW, "")).isPresent();
    assertThat(hub.subscribe(View.SIGNALS, "s")).isPresent();

    for (long now = 0; now < 1000; now += 125) {
      hub.send(now);
    }

    assertThat(made).filteredOn("overview/"::equals).hasSize(1);
    assertThat(made).filteredOn("signals/s"::equals).hasSize(4);
    assertThat(watched).containsExactly("s");
  }

  @Test
  void whoDoesNotListenIsLetGoAndNobodyElse() throws InterruptedException {
    Subscriber slow = hub.subscribe(View.OVERVIEW, "").orElseThrow();
    Subscriber quick = hub.subscribe(View.OVERVIEW, "").orElseThrow();

    for (int i = 0; i <= Subscriber.QUEUE; i++) {
      hub.send(i * 1000L);
      assertThat(quick.take()).isEqualTo("page " + (i + 1));
    }

    assertThat(slow.isGone()).isTrue();
    assertThat(slow.take()).isNull();
    assertThat(quick.isGone()).isFalse();
    assertThat(hub.dropped()).isEqualTo(1);
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void tooManyBrowsersAreTurnedAway() {
    for (int i = 0; i < 3; i++) {
      assertThat(hub.subscribe(View.OVERVIEW, "")).isPresent();
    }

    assertThat(hub.subscribe(View.OVERVIEW, "")).isEmpty();
  }

  @Test
  void nothingIsMadeForNobody() {
    hub.send(0);

    assertThat(made).isEmpty();
  }
}
