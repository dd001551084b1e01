/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.state.graph.GraphState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphStreamTest {
  private static final GraphRules RULES =
      GraphRules.of("tgn", 0).withBatch(4, Duration.ofMillis(100)).withWindow(0);

  private final Collected out = new Collected();
  private final GraphTally tally = new GraphTally();
  private final GraphState state =
      new GraphState("g", Edges.model("tgn", 0), new Collected.Shelf());

  private GraphStream stream(GraphRules rules) {
    return new GraphStream(rules, tally, out);
  }

  private static Edge edge(long source, long target, long time) {
    return Edges.edge("g", null, source, target, time);
  }

  @Test
  void aBatchEndsByNumberOrBySpanAndNotByWatermarks() {
    GraphStream stream = stream(RULES);
    for (long time : new long[] {10, 10, 20, 30, 40, 109, 139, 140, 200}) {
      stream.accept(state, edge(time, 1, time));
    }
    assertThat(stream.dueMillis(state)).as("when four are there").isEqualTo(30);
    stream.advance(state, 29);
    assertThat(out.scores).isEmpty();
    stream.advance(state, 30);
    assertThat(out.scores).hasSize(4);
    // 40, 109 and 139 are within a hundred milliseconds; 140 is not.
    assertThat(stream.dueMillis(state)).isEqualTo(139);
    stream.advance(state, 138);
    assertThat(out.scores).hasSize(4);
    stream.advance(state, 139);
    assertThat(out.scores).hasSize(7);
    assertThat(stream.dueMillis(state)).isEqualTo(239);
    stream.advance(state, Long.MAX_VALUE);
    assertThat(out.scores).hasSize(9);
    assertThat(tally.batches()).isEqualTo(3);
    assertThat(out.scores)
        .extracting(LinkScore::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void scoresDoNotDependOnWhatComesLaterNorOnTheRestOfTheBatch() {
    List<Edge> edges = Edges.stream("g", 60);
    List<LinkScore> whole = run(edges);
    Random random = new Random(5);
    for (int cut : new int[] {10, 21, 22, 47}) {
      List<Edge> altered = new ArrayList<>(edges.subList(0, cut));
      for (Edge edge : edges.subList(cut, edges.size())) {
        altered.add(edge(random.nextInt(50), random.nextInt(50), edge.timeMillis()));
      }
      List<LinkScore> scores = run(altered);
      for (int i = 0; i < cut; i++) {
        assertThat(scores.get(i).score())
            .as("edge %d of %d", i, cut)
            .isEqualTo(whole.get(i).score());
        assertThat(scores.get(i).anomaly()).isEqualTo(whole.get(i).anomaly());
        assertThat(scores.get(i).sourceAge()).isEqualTo(whole.get(i).sourceAge());
      }
    }
  }

  private static List<LinkScore> run(List<Edge> edges) {
    Collected out = new Collected();
    GraphState state = new GraphState("g", Edges.model("tgn", 0), new Collected.Shelf());
    GraphStream stream = new GraphStream(RULES, new GraphTally(), out);
    edges.forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    return out.scores;
  }

  @Test
  void orderIsThatOfTimeHoweverEdgesCome() {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Origin origin = new Origin("t", i % 2, i / 2);
      Edge edge = Edges.stream("g", 40).get(i);
      edges.add(
          new Edge(
              "g",
              null,
              edge.source(),
              edge.target(),
              edge.timeMillis(),
              edge.features(),
              1,
              null,
              origin));
    }
    List<LinkScore> expected = run(edges);
    for (int seed = 0; seed < 4; seed++) {
      Collections.shuffle(edges, new Random(seed));
      assertThat(run(edges)).isEqualTo(expected);
    }
  }

  @Test
  void agesBeginWithTheFirstEdge() {
    GraphStream stream = stream(RULES.withBatch(2, Duration.ofMillis(100)));
    stream.accept(state, edge(1, 2, 10));
    stream.accept(state, edge(1, 3, 20));
    stream.accept(state, edge(2, 2, 500));
    stream.accept(state, edge(1, 3, 510));
    stream.advance(state, 10_000);
    assertThat(out.scores).extracting(LinkScore::sourceAge).containsExactly(-1L, 0L, 490L, 500L);
    assertThat(out.scores).extracting(LinkScore::targetAge).containsExactly(-1L, -1L, 490L, 490L);
    assertThat(tally.newNodes()).isEqualTo(3);
  }

  @Test
  void anEdgeUnlikeTheUsualOnesIsSurprising() {
    GraphRules rules = RULES.withBatch(10, Duration.ofSeconds(1));
    GraphState learned = new GraphState("g", Edges.model("nat", 0), new Collected.Shelf());
    GraphStream stream = stream(rules);
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      long source = i * 7L % 10;
      edges.add(edge(source, 100 + source, 10L * i));
    }
    // One that always met its own meets another's.
    edges.add(edge(3, 107, 40_000));
    edges.forEach(edge -> stream.accept(learned, edge));
    stream.advance(learned, Long.MAX_VALUE);
    double usual =
        out.scores.subList(2000, 3000).stream()
            .mapToDouble(LinkScore::anomaly)
            .average()
            .orElseThrow();
    double odd = out.scores.get(3000).anomaly();
    assertThat(odd).isGreaterThan(5 * usual + 1);
  }

  @Test
  void lateEdgesChangeNothingOrTheMemoryAlone() {
    GraphStream aside = stream(RULES.withBatch(1, Duration.ofMillis(1)));
    aside.accept(state, edge(1, 2, 100));
    aside.advance(state, 100);
    long nodes = state.nodes().total();
    aside.accept(state, edge(7, 8, 100));
    assertThat(out.late).hasSize(1);
    assertThat(state.nodes().total()).isEqualTo(nodes);

    GraphStream memory =
        stream(RULES.withBatch(1, Duration.ofMillis(1)).withLate(LatePolicy.MEMORY_ONLY));
    memory.accept(state, edge(7, 8, 50));
    assertThat(out.late).hasSize(1);
    assertThat(state.nodes().total()).isEqualTo(nodes + 2);
    assertThat(out.scores).hasSize(1);
    assertThat(state.positionMillis()).isEqualTo(100);
    assertThat(tally.late()).isEqualTo(2);
    memory.accept(state, edge(7, 8, 150));
    memory.advance(state, 150);
    assertThat(out.scores.get(1).sourceAge()).isEqualTo(100);
    assertThat(out.scores.get(1).sequence()).isEqualTo(2);
  }

  @Test
  void reportsRankEdgesAgainstThoseThatDidNotCome() {
    GraphStream stream = stream(RULES.withWindow(200).withBatch(20, Duration.ofSeconds(1)));
    GraphState pairs = new GraphState("g", Edges.model("nat", 0), new Collected.Shelf());
    for (int i = 0; i < 2000; i++) {
      long source = i * 7L % 10;
      stream.accept(pairs, edge(source, 100 + source, 10L * i));
    }
    stream.advance(pairs, Long.MAX_VALUE);
    assertThat(out.reports).hasSize(10);
    GraphWindow first = out.reports.get(0);
    GraphWindow last = out.reports.get(9);
    assertThat(tally.averagePrecision()).isEqualTo(last.ap());
    assertThat(tally.loss()).isEqualTo(last.loss());
    assertThat(first.edges()).isEqualTo(200);
    assertThat(first.negatives()).as("none before the first batch").isEqualTo(180);
    assertThat(first.newNodeShare()).isEqualTo(10 / 200.0);
    assertThat(last.newNodeShare()).isZero();
    assertThat(last.staleShare()).as("ten pairs, each twice a batch").isEqualTo(0.5);
    assertThat(last.staleMillis()).isBetween(100.0, 200.0);
    assertThat(last.nodes()).isEqualTo(20);
    assertThat(last.ap()).isGreaterThan(first.ap()).isGreaterThan(0.9);
    assertThat(last.loss()).isLessThan(first.loss());
    assertThat(last.modelVersion()).isEqualTo("tgn/1980");
    assertThat(last.sequence()).isEqualTo(2000);
  }

  @Test
  void withoutLearningTheParametersStay() {
    GraphStream stream = stream(RULES.withLearn(false));
    float[] before = state.learner().model().learned();
    Edges.stream("g", 50).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    assertThat(state.learner().model().learned()).isEqualTo(before);
    assertThat(out.scores).extracting(LinkScore::modelVersion).containsOnly("tgn/0");
  }

  @Test
  void movesSinceTheVersionAddUpToTheParameters() {
    GraphStream stream = stream(RULES.withShare(20).withShareDeltas(true));
    float[] first = state.learner().model().learned();
    List<Edge> edges = Edges.stream("g", 200);
    edges.subList(0, 60).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    assertThat(out.parameters).as("nothing to measure from").hasSizeGreaterThanOrEqualTo(2);
    assertThat(out.parameters).noneMatch(GraphParameters::delta);

    out.parameters.clear();
    stream.follow(state, new ParameterVersion(ParameterVersion.ALL, 3, "m/3", first));
    edges.subList(60, 200).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    assertThat(out.parameters).hasSizeGreaterThanOrEqualTo(4).allMatch(GraphParameters::delta);
    assertThat(out.parameters).allMatch(told -> told.base() == 3);
    float[] sum = first.clone();
    for (GraphParameters told : out.parameters) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += told.values()[i];
      }
    }
    float[] left = state.learner().unshared() > 0 ? state.learner().moved() : new float[sum.length];
    float[] now = state.learner().model().learned();
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i] + left[i]).isCloseTo(now[i], offset(1e-5f));
    }
    assertThat(now).isNotEqualTo(first);
  }

  @Test
  void aLearnerThatLostItsWayBeginsAnew() {
    GraphStream stream = stream(RULES);
    List<Edge> edges = Edges.stream("g", 80);
    edges.subList(0, 40).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    state.learner().parameters().values()[0] = 3e38f;
    state.learner().parameters().changed();
    edges.subList(40, 80).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, Long.MAX_VALUE);
    assertThat(tally.resets()).isEqualTo(1);
    assertThat(out.scores).hasSize(80).allMatch(s -> s.score() >= 0 && s.score() <= 1);
    assertThat(state.learner().parameters().values()[0]).isBetween(-10f, 10f);
    assertThat(state.learner().learned()).isBetween(1L, 40L);
  }

  @Test
  void embeddingsAreToldAtMostOnceAnInterval() {
    GraphStream stream =
        stream(RULES.withBatch(1, Duration.ofMillis(1)).withEmbeddings(Duration.ofMillis(100)));
    for (int i = 0; i <= 50; i++) {
      stream.accept(state, edge(1, 2, 10L * i));
    }
    stream.advance(state, Long.MAX_VALUE);
    assertThat(out.vectors.stream().filter(v -> v.node().equals(NodeRef.of(1))))
        .extracting(v -> v.timeMillis())
        .containsExactly(0L, 100L, 200L, 300L, 400L, 500L);
    assertThat(tally.embeddings()).isEqualTo(12);
  }
}
