/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.graph.partition.Assignment;
import io.millrace.models.graph.partition.HdrfSettings;
import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.Holders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CutStreamTest {
  private static final GraphRules RULES = GraphRules.of("tgn", 0);

  private static CutRules cut(Cutter cutter) {
    return new CutRules(3, cutter, 1000, Duration.ofMillis(100), 50);
  }

  private static List<Edge> edges(List<GraphEvent> events) {
    return events.stream().filter(Edge.class::isInstance).map(Edge.class::cast).toList();
  }

  @ParameterizedTest
  @EnumSource(Cutter.class)
  void theCutDependsOnTheOrderOfEventTimeAlone(Cutter cutter) {
    List<Edge> stream = Edges.stream("g", 300);
    Parted inOrder = new Parted("g", "tgn", RULES, cut(cutter));
    stream.forEach(inOrder::add);
    inOrder.mark(100_000);

    List<Edge> shuffled = new ArrayList<>(stream);
    // Edges of one time keep their order; whole times come in any.
    Map<Long, List<Edge>> byTime = new HashMap<>();
    shuffled.forEach(
        edge -> byTime.computeIfAbsent(edge.timeMillis(), t -> new ArrayList<>()).add(edge));
    List<Long> times = new ArrayList<>(byTime.keySet());
    Collections.shuffle(times, new Random(5));
    Parted anyhow = new Parted("g", "tgn", RULES, cut(cutter));
    times.forEach(time -> byTime.get(time).forEach(anyhow::add));
    anyhow.mark(500);
    anyhow.mark(100_000);

    assertThat(anyhow.assigned).usingRecursiveComparison().isEqualTo(inOrder.assigned);
    assertThat(anyhow.windows).isEqualTo(inOrder.windows).hasSize(6);
    assertThat(edges(inOrder.assigned))
        .extracting(Edge::edgeId)
        .isEqualTo(stream.stream().map(Edge::edgeId).toList());
  }

  @Test
  void edgesGoWhereTheAssignmentSaysAndEveryHolderIsToldOfANewOne() {
    Parted parted = new Parted("g", "tgn", RULES, cut(Cutter.HDRF));
    List<Edge> stream = Edges.stream("g", 300);
    stream.forEach(parted::add);
    parted.mark(100_000);

    Assignment alone = Assignment.hdrf(new HdrfSettings(3, 1.1, 1000));
    Map<Long, Long> holders = new HashMap<>();
    Map<Long, List<Holders>> news = new HashMap<>();
    int at = 0;
    for (GraphEvent event : parted.assigned) {
      if (event instanceof Holders each) {
        news.computeIfAbsent(each.node(), id -> new ArrayList<>()).add(each);
        continue;
      }
      Edge edge = (Edge) event;
      Edge sent = stream.get(at++);
      int partition = alone.assign(sent.source().id(), sent.target().id());
      assertThat(edge)
          .usingRecursiveComparison()
          .isEqualTo(sent.of(parted.keys().key("g", partition)));
      for (long node : new long[] {sent.source().id(), sent.target().id()}) {
        long before = holders.getOrDefault(node, 0L);
        long after = before | 1L << partition;
        holders.put(node, after);
        List<Holders> told = news.getOrDefault(node, List.of());
        news.remove(node);
        assertThat(told).hasSize(before == 0 || before == after ? 0 : Long.bitCount(after));
        assertThat(told).allMatch(each -> each.partitions() == after);
        assertThat(told.stream().map(each -> 1L << PartitionKeys.partition(each.graphId())))
            .doesNotHaveDuplicates()
            .allMatch(bit -> (after & bit) != 0);
      }
    }
    assertThat(news).isEmpty();
    assertThat(holders.values()).anyMatch(mask -> Long.bitCount(mask) > 1);
    CutWindow last = parted.windows.get(parted.windows.size() - 1);
    assertThat(last.edges()).isEqualTo(300);
    assertThat(last.replication()).isGreaterThan(1);
    assertThat(last.cutNodes()).isBetween(0.01, 1.0);
    assertThat(last.balance()).isBetween(1.0, 1.5);
  }

  @Test
  void edgesThatWaitTwiceAreTakenOnce() {
    Parted parted = new Parted("g", "tgn", RULES, cut(Cutter.HASH));
    parted.add(Edges.edge("g", "a", 1, 2, 10));
    parted.add(Edges.edge("g", "a", 1, 2, 10));
    parted.mark(20);
    assertThat(edges(parted.assigned)).hasSize(1);
  }

  @Test
  void lateEdgesGoToTheirPartitionWhichDecides() {
    Parted parted = new Parted("g", "tgn", RULES, cut(Cutter.HASH));
    parted.add(Edges.edge("g", "a", 1, 2, 1000));
    parted.mark(2000);
    parted.add(Edges.edge("g", "late", 1, 2, 900));
    assertThat(edges(parted.assigned)).extracting(Edge::edgeId).containsExactly("a", "late");
    assertThat(parted.out.late).extracting(Edge::edgeId).containsExactly("late");
  }

  @Test
  void rulesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new CutRules(65, Cutter.HDRF, 10, Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65 partitions");
    assertThatThrownBy(() -> new CutRules(2, Cutter.HDRF, 1, Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodes=1");
    assertThat(CutRules.NONE.cuts()).isFalse();
  }
}
