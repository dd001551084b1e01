/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.operators.follow.FollowRig;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.graph.GraphState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class GraphFollowTest {
  private static final int BATCH = 10;
  private static final GraphRules RULES =
      GraphRules.of("tgn", 0).withBatch(BATCH, Duration.ofMillis(100)).withShare(20).withWarmUp(40);
  private static final CatalogueModel MODEL = Edges.model("tgn", 0);
  private static final float[] FIRST = parameters(1);
  private static final float[] OTHER = parameters(2);

  private static float[] parameters(long seed) {
    ModelSpec spec = ModelSpec.of("tgn", 0, seed).sized(8, 4);
    return new CatalogueModel(spec).model(HeapNodes::new).model().learned();
  }

  private static ParameterVersion merged(long number, float... values) {
    return new ParameterVersion(ParameterVersion.ALL, number, "m/" + number, values);
  }

  private static ParameterVersion trained(String name, float... values) {
    return new ParameterVersion(ParameterVersion.ALL, ParameterVersion.TRAINED, name, values);
  }

  private static FollowRig<GraphEvent, LinkScore> rig(
      CatalogueModel model, OperatorSubtaskState from) throws Exception {
    GraphOperator operator = new GraphOperator(GraphSettings.of(RULES, model));
    return new FollowRig<>(operator, GraphEvent::graphId, from);
  }

  private static List<Edge> edges(int from, int to) {
    return Edges.stream("g", to).subList(from, to);
  }

  private static long time(int edge) {
    return edges(0, edge + 1).get(edge).timeMillis();
  }

  private static List<String> versions(FollowRig<GraphEvent, LinkScore> rig) {
    return rig.output().stream().map(LinkScore::modelVersion).toList();
  }

  @Test
  void parametersAreTakenOverAndOptimiserAndMemoriesStay() {
    Collected out = new Collected();
    GraphState state = new GraphState("g", MODEL, new Collected.Shelf());
    GraphStream stream = new GraphStream(RULES, new GraphTally(), out);
    edges(0, 40).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, time(39));
    float[] moments = state.learner().parameters().firstMoments().clone();
    long steps = state.learner().parameters().steps();
    int nodes = (int) state.nodes().total();
    assertThat(steps).isPositive();

    stream.follow(state, merged(5, OTHER));
    assertThat(state.learner().model().learned()).isEqualTo(OTHER);
    assertThat(state.learner().parameters().firstMoments()).isEqualTo(moments);
    assertThat(state.learner().parameters().steps()).isEqualTo(steps);
    assertThat(state.nodes().total()).isEqualTo(nodes);

    // The same again is no news: what was learned since stays.
    edges(40, 60).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, time(59));
    float[] since = state.learner().model().learned();
    stream.follow(state, merged(5, OTHER));
    assertThat(state.learner().model().learned()).isEqualTo(since).isNotEqualTo(OTHER);
  }

  @Test
  void aRestoredGraphGoesOnFromTheVersionThatItAdopted() throws Exception {
    OperatorSubtaskState state;
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, null)) {
      rig.feed(edges(0, 30));
      rig.mark(time(29));
      rig.version(merged(7, OTHER));
      rig.feed(edges(30, 50));
      rig.mark(time(49));
      assertThat(versions(rig).subList(0, 30)).noneMatch(version -> version.contains("+v"));
      assertThat(versions(rig).subList(30, 50)).allMatch(version -> version.endsWith("+v7"));
      List<GraphEvent> told = rig.side(GraphOutputs.PARAMETERS);
      assertThat(((GraphParameters) told.get(0)).base()).isZero();
      assertThat(((GraphParameters) told.get(1)).base()).isEqualTo(7);
      assertThat(((GraphParameters) told.get(1)).sequence()).isEqualTo(50);
      assertThat(((GraphParameters) told.get(1)).learned()).isEqualTo(20);
      state = rig.checkpoint();
    }
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, state)) {
      rig.feed(edges(50, 70));
      rig.feed(Edges.stream("new", 10));
      rig.mark(time(69));
      assertThat(versions(rig)).hasSize(30).allMatch(version -> version.endsWith("+v7"));
      // It goes on, and does not take over once more: its first score is of what it learned since.
      GraphParameters told = (GraphParameters) rig.side(GraphOutputs.PARAMETERS).get(0);
      assertThat(told.base()).isEqualTo(7);
      assertThat(told.sequence()).isEqualTo(70);
    }
  }

  @Test
  void aModelThatBeginsAnewIsFollowedToo() throws Exception {
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, null)) {
      rig.version(merged(7, OTHER));
      rig.feed(edges(0, 10));
      rig.mark(time(9));
      rig.version(merged(1, FIRST));
      rig.feed(edges(10, 20));
      rig.mark(time(19));
      assertThat(versions(rig)).contains("tgn/0+v7", "tgn/0+v1");
    }
  }

  @Test
  void aVersionOfAnotherShapeIsRefusedOnceAndTheNextOneIsNot() throws Exception {
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, null)) {
      rig.version(merged(1, 1, 2, 3));
      rig.feed(edges(0, 30));
      rig.mark(time(9));
      rig.mark(time(29));
      assertThat(rig.side(GraphOutputs.REJECTED))
          .extracting(Rejected::reason)
          .singleElement()
          .asString()
          .contains("graph 'g'", "version m/1", "3 parameters");
      rig.version(merged(2, OTHER));
      rig.feed(edges(30, 40));
      rig.mark(time(39));
      assertThat(versions(rig).get(29)).doesNotContain("+v");
      assertThat(versions(rig).get(39)).endsWith("+v2");
    }
  }

  @Test
  void whatWasLearnedInAWindowIsToldAtItsEnd() {
    Collected out = new Collected();
    GraphState state = new GraphState("g", MODEL, new Collected.Shelf());
    GraphRules rules = RULES.withShare(0).withShareSpan(Duration.ofMillis(200));
    GraphStream stream = new GraphStream(rules, new GraphTally(), out);
    // Ten edges end a batch every 50 ms: at 50, 100, 150, 200 and so on.
    edges(0, 100).forEach(edge -> stream.accept(state, edge));
    stream.advance(state, time(99));
    assertThat(out.parameters).extracting(GraphParameters::timeMillis).containsExactly(150L, 350L);
    // Of the first batch nothing is learned: no other targets are known.
    assertThat(out.parameters).extracting(GraphParameters::learned).containsExactly(20L, 40L);
    assertThat(out.parameters).noneMatch(GraphParameters::delta);
  }

  @Test
  void aTrainedModelReplacesTheOneThatServesAndNodesStayKnown() throws Exception {
    OperatorSubtaskState state;
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, null)) {
      rig.feed(edges(0, 50));
      rig.feed(Edges.stream("quiet", 10));
      rig.mark(time(49));
      rig.version(trained("pay/2", OTHER));
      rig.feed(edges(50, 60));
      rig.mark(time(59));
      List<LinkScore> scores = rig.output();
      assertThat(scores.get(49).warming()).isFalse();
      LinkScore first = scores.get(60);
      assertThat(first.modelVersion()).isEqualTo("pay@2/0");
      assertThat(first.warming()).isTrue();
      assertThat(scores.subList(60, 70)).noneMatch(s -> s.sourceAge() == LinkScore.NEW);
      assertThat(first.sequence()).isEqualTo(51);
      state = rig.checkpoint();
    }
    // It serves on after a restart, also those that had no turn since.
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, state)) {
      rig.feed(edges(60, 70));
      rig.feed(Edges.stream("quiet", 40).subList(20, 40));
      rig.mark(time(69));
      assertThat(versions(rig)).hasSize(30).allMatch(version -> version.startsWith("pay@2/"));
      assertThat(rig.output()).noneMatch(s -> s.sequence() == 1);
    }
    // Until the job is configured with another one.
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL.trained("pay/3", FIRST), state)) {
      rig.feed(edges(60, 70));
      rig.mark(time(69));
      assertThat(versions(rig)).allMatch(version -> version.startsWith("pay@3/"));
    }
  }

  @Test
  void aTrainedModelThatDoesNotFitIsHandedBackAndTheOldOneServes() throws Exception {
    try (FollowRig<GraphEvent, LinkScore> rig = rig(MODEL, null)) {
      rig.version(trained("pay/2", 1, 2, 3));
      rig.feed(edges(0, 10));
      rig.mark(time(9));
      assertThat(rig.side(GraphOutputs.REJECTED)).hasSize(1);
      assertThat(versions(rig)).allMatch(version -> version.startsWith("tgn/"));
    }
    assertThatThrownBy(() -> MODEL.trained("pay/2", new float[3])).hasMessageContaining("3");
  }
}
