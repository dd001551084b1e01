/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.operators.contract.Backends;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphOperatorTest {
  private static final GraphRules RULES =
      GraphRules.of("tgn", 0).withBatch(4, Duration.ofMillis(50)).withIdle(Duration.ofSeconds(5));

  private static GraphSettings settings(GraphRules rules) {
    return GraphSettings.of(rules, Edges.model("tgn", 0));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void aGraphThatExceedsItsRoomScoresLikeOneThatDoesNot(Backends backend) throws Exception {
    List<Edge> edges = Edges.stream("g", 400);
    List<LinkScore> roomy = run(settings(RULES).withHotBytes(1L << 28), backend, edges);
    assertThat(roomy).hasSize(400);
    // The graph and a handful of nodes may stay, or nothing.
    for (long cramped : new long[] {3000, 0}) {
      assertThat(run(settings(RULES).withHotBytes(cramped), backend, edges))
          .as("%d bytes", cramped)
          .isEqualTo(roomy);
    }
  }

  private static List<LinkScore> run(GraphSettings settings, Backends backend, List<Edge> edges)
      throws Exception {
    try (Rig rig = new Rig(settings, backend)) {
      for (Edge edge : edges) {
        rig.feed(edge);
        rig.mark(edge.timeMillis() - 1);
      }
      rig.mark(Long.MAX_VALUE);
      return rig.scores();
    }
  }

  @Test
  void silentGraphsAreForgottenWithAllTheirNodes() throws Exception {
    try (Rig rig = new Rig(settings(RULES).withHotBytes(0), Backends.HEAP)) {
      rig.feed(Edges.stream("g", 20).toArray(new Edge[0]));
      rig.mark(1000);
      assertThat(rig.scores()).hasSize(20);
      rig.checkpoint();
      assertThat(rig.states()).isPositive();
      rig.mark(20_000);
      rig.checkpoint();
      assertThat(rig.states()).isZero();
      assertThat(rig.timers()).isZero();

      // It begins anew.
      rig.feed(Edges.edge("g", null, 1, 2, 30_000));
      rig.mark(40_000);
      assertThat(rig.scores().get(20).sequence()).isEqualTo(1);
      assertThat(rig.scores().get(20).sourceAge()).isEqualTo(LinkScore.NEW);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5_990, 6_050})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEdgeThatWaitsWhenTheGraphWouldBeForgottenHasItsTurn(long waits) throws Exception {
    try (Rig rig = new Rig(settings(RULES), Backends.HEAP)) {
      rig.feed(Edges.edge("g", null, 1, 2, 10));
      rig.mark(1000);
      // In a batch that is open, or yet to come, at the timer of the silence, at 6,000.
      rig.feed(Edges.edge("g", null, 1, 2, waits));
      rig.mark(6_010);
      assertThat(rig.scores()).hasSize(1);
      rig.mark(6_100);
      assertThat(rig.scores()).hasSize(2);
      rig.mark(20_000);
      rig.checkpoint();
      assertThat(rig.states()).isZero();
      assertThat(rig.timers()).isZero();
    }
  }

  @Test
  void theEndOfAllInputFillsTheLastBatchAndForgetsNothing() throws Exception {
    try (Rig rig = new Rig(settings(RULES), Backends.HEAP)) {
      rig.feed(Edges.edge("g", null, 1, 2, 10), Edges.edge("g", null, 1, 2, 20));
      rig.mark(25);
      assertThat(rig.scores()).isEmpty();
      rig.mark(Long.MAX_VALUE);
      assertThat(rig.scores()).hasSize(2);
      assertThat(rig.checkpoint()).isNotNull();
      assertThat(rig.states()).isPositive();
    }
  }

  @Test
  void forgottenNodesLeaveATombstoneWhereTheirEmbeddingWas() throws Exception {
    GraphRules rules =
        RULES
            .withBatch(1, Duration.ofMillis(1))
            .withEmbeddings(Duration.ofMillis(10))
            .withNodes(Duration.ofMillis(100), 1000);
    try (Rig rig = new Rig(settings(rules).withHotBytes(0), Backends.HEAP)) {
      NodeRef shop = NodeRef.of("shop");
      rig.feed(new Edge("g", null, NodeRef.of(1), shop, 10, new float[0], 1, null, Edges.ORIGIN));
      rig.feed(Edges.edge("g", null, 2, 3, 150), Edges.edge("g", null, 2, 3, 350));
      rig.mark(400);
      List<NodeVector> vectors = rig.side(GraphOutputs.EMBEDDINGS);
      assertThat(vectors.stream().filter(NodeVector::isGone).map(v -> v.node().id()))
          .containsExactlyInAnyOrder(1L, shop.id());
      assertThat(vectors.stream().filter(v -> !v.isGone())).hasSize(6);

      // The graph falls silent: the rest of its nodes go with it.
      rig.checkpoint();
      rig.mark(20_000);
      assertThat(rig.side(GraphOutputs.EMBEDDINGS).stream().filter(NodeVector::isGone))
          .extracting(v -> v.node().id())
          .containsExactlyInAnyOrder(1L, shop.id(), 2L, 3L);
      rig.checkpoint();
      assertThat(rig.states()).isZero();
    }
  }

  @Test
  void nodesOfNoEmbeddingLeaveNoTombstone() throws Exception {
    GraphRules rules = RULES.withNodes(Duration.ofMillis(100), 4);
    try (Rig rig = new Rig(settings(rules), Backends.HEAP)) {
      rig.feed(Edges.stream("g", 80).toArray(new Edge[0]));
      rig.mark(20_000);
      assertThat(rig.scores()).hasSize(80);
      assertThat(rig.side(GraphOutputs.EMBEDDINGS)).isEmpty();
    }
  }

  @Test
  void timersAreFewHoweverManyEdgesWait() throws Exception {
    try (Rig rig = new Rig(settings(RULES), Backends.HEAP)) {
      for (Edge edge : Edges.stream("g", 500)) {
        rig.feed(edge);
      }
      assertThat(rig.timers()).isLessThanOrEqualTo(3);
      rig.mark(2500);
      assertThat(rig.timers()).isLessThanOrEqualTo(3);
      assertThat(rig.scores()).hasSize(500);
    }
  }

  @Test
  void reportsCountLateEdges() throws Exception {
    try (Rig rig = new Rig(settings(RULES.withWindow(10)), Backends.HEAP)) {
      for (Edge edge : Edges.stream("g", 40)) {
        rig.feed(edge);
        rig.mark(edge.timeMillis());
      }
      rig.feed(Edges.edge("g", null, 1, 2, 20), Edges.edge("g", null, 1, 2, 30));
      for (Edge edge : Edges.stream("g", 80).subList(40, 80)) {
        rig.feed(edge);
        rig.mark(edge.timeMillis());
      }
      assertThat(rig.side(GraphOutputs.LATE)).hasSize(2);
      assertThat(rig.side(GraphOutputs.REPORTS).stream().mapToLong(GraphWindow::late).sum())
          .isEqualTo(2);
    }
  }
}
