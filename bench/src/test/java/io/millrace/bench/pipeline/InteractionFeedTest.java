/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.transit.Edge;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InteractionFeedTest {
  @ParameterizedTest
  @EnumSource(Activity.class)
  void everyNodeIsKnownAfterTheBeginningAndNoOtherComes(Activity activity) {
    InteractionFeed feed = new InteractionFeed(500, activity);
    Set<Long> known = new HashSet<>();
    for (long number = 0; number < feed.beginning(); number++) {
      known.add(feed.source(number));
      known.add(feed.target(number));
    }
    assertThat(known).hasSize(500);
    long before = 0;
    for (long number = 0; number < 5000; number++) {
      Edge edge = (Edge) feed.event(number);
      assertThat(edge.source().id()).isEqualTo(feed.source(number)).isIn(known);
      assertThat(edge.target().id()).isEqualTo(feed.target(number)).isIn(known);
      assertThat(edge.timeMillis()).isEqualTo(feed.millis(number)).isGreaterThan(before);
      before = edge.timeMillis();
    }
  }

  @Test
  void fewNodesHaveMostEdgesOfRealGraphsAndAllAreAlikeInUniformOnes() {
    assertThat(shareOfTheBusiestTenth(Activity.ZIPF)).isBetween(0.6, 0.9);
    assertThat(shareOfTheBusiestTenth(Activity.UNIFORM)).isBetween(0.1, 0.2);
  }

  private static double shareOfTheBusiestTenth(Activity activity) {
    InteractionFeed feed = new InteractionFeed(1000, activity);
    int[] edges = new int[1000];
    int count = 100_000;
    for (long number = feed.beginning(); number < feed.beginning() + count; number++) {
      edges[(int) feed.source(number)]++;
    }
    Arrays.sort(edges);
    return Arrays.stream(edges, 900, 1000).sum() / (double) count;
  }

  @Test
  void aGraphNeedsTwoNodes() {
    assertThatThrownBy(() -> new InteractionFeed(1, Activity.ZIPF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 nodes");
  }

  @Test
  void theModelAloneTakesBatchesThrough() {
    InteractionFeed feed = new InteractionFeed(40, Activity.ZIPF);
    ModelSpec spec = ModelSpec.of("tgn", 0, 1).sized(8, 4);
    BareGraph scoring = new BareGraph(spec, feed, 25, false);
    BareGraph learning = new BareGraph(spec, feed, 25, true);
    for (int i = 0; i < 20; i++) {
      scoring.step();
      learning.step();
    }
    assertThat(scoring.events()).isEqualTo(500);
    assertThat(learning.events()).isEqualTo(500);
    assertThat(scoring.bytesPerKey()).isPositive();
    assertThat(scoring.checksum()).isBetween(0.0, 20.0).isNotEqualTo(learning.checksum());
  }
}
