/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.evaluate.Ranking;
import io.millrace.models.graph.node.IdTable;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.online.Surprise;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.origin.Origin;
import io.millrace.state.graph.GraphState;
import io.millrace.state.graph.HotNodes;
import io.millrace.state.graph.NodeFacts;
import io.millrace.state.graph.ScoreWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * One temporal batch: its edges are scored from the memories before it, beside as many that did not
 * come where something is learned or reported, then learned, then put into the memories.
 */
final class GraphStep {
  private final GraphRules rules;
  private final ReplicaExchange exchange;
  private final GraphTally tally;
  private final GraphSink sink;
  private final long shareSpan;
  private final EdgeBatch came;
  private final EdgeBatch absent;
  private final EdgeBatch both;
  private final List<Edge> edges = new ArrayList<>();
  private final IdTable met = new IdTable();
  private final ObjLongConsumer<GraphState> gone = this::gone;
  private float[] scores = new float[16];

  GraphStep(GraphRules rules, ReplicaExchange exchange, GraphTally tally, GraphSink sink) {
    this.rules = rules;
    this.exchange = exchange;
    this.tally = tally;
    this.sink = sink;
    shareSpan = rules.shareSpan().toMillis();
    came = new EdgeBatch(rules.features());
    absent = new EdgeBatch(rules.features());
    both = new EdgeBatch(rules.features());
  }

  /** Takes the first edges of the queue through. */
  void run(GraphState state, int count) {
    edges.clear();
    came.clear();
    for (int i = 0; i < count; i++) {
      Edge edge = state.queue().get(i);
      edges.add(edge);
      add(edge);
    }
    state.queue().take(count);
    state.pass(came.time(count - 1));
    score(state);
    tell(state);
    learn(state);
    state.learner().model().update(came);
    state.targets().came(came);
    remember(state);
    tally.batches++;
    tally.expiredNodes += state.expire(rules.nodeTtl().toMillis(), rules.maxNodes(), gone);
    embed(state);
    share(state);
    report(state);
  }

  private void add(Edge edge) {
    came.add(
        edge.source().id(),
        edge.target().id(),
        edge.timeMillis(),
        edge.weight(),
        edge.features(),
        0);
  }

  /** Puts a late edge into the memories of its nodes. */
  void putIn(GraphState state, Edge edge) {
    came.clear();
    add(edge);
    state.learner().model().update(came);
    touch(state, edge.source(), edge.timeMillis());
    touch(state, edge.target(), edge.timeMillis());
  }

  private void score(GraphState state) {
    if (rules.learn() || rules.window() > 0) {
      state.targets().draw(came, absent);
    } else {
      absent.clear();
    }
    both.clear();
    for (int i = 0; i < came.size(); i++) {
      both.add(came, i);
    }
    for (int i = 0; i < absent.size(); i++) {
      both.add(absent, i);
    }
    if (scores.length < both.size()) {
      scores = new float[2 * both.size()];
    }
    state.learner().model().score(both, came, scores);
    if (!sound()) {
      // Parameters that came from elsewhere: memories that they made are kept within bounds.
      reset(state);
      state.learner().model().score(both, came, scores);
    }
  }

  private boolean sound() {
    int sound = 0;
    for (int i = 0; i < both.size(); i++) {
      sound += scores[i] >= 0 && scores[i] <= 1 ? 1 : 0;
    }
    return sound == both.size();
  }

  private void reset(GraphState state) {
    state.learner().reset();
    tally.resets++;
  }

  private void tell(GraphState state) {
    String version = version(state);
    ScoreWindow window = state.window();
    boolean warming = state.served() < rules.warmUp();
    met.clear();
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      long time = edge.timeMillis();
      boolean stale = met.find(edge.source().id()) != 0 || met.find(edge.target().id()) != 0;
      long sourceAge = age(state, edge.source().id(), time);
      long targetAge =
          edge.source().id() == edge.target().id()
              ? sourceAge
              : age(state, edge.target().id(), time);
      met.intern(edge.source().id());
      met.intern(edge.target().id());
      boolean isNew = sourceAge == LinkScore.NEW || targetAge == LinkScore.NEW;
      window.edge(isNew, stale);
      sink.score(
          new LinkScore(
              edge.graphId(),
              state.nextSequence(),
              edge.edgeId(),
              edge.source(),
              edge.target(),
              time,
              scores[i],
              surprise(state, edge, scores[i]),
              sourceAge,
              targetAge,
              edge.label(),
              version,
              warming));
    }
    tally.scored += edges.size();
    tally.warming += warming ? edges.size() : 0;
  }

  /** How long a node is known at a time; 0 for one that has its first edge in this batch. */
  private long age(GraphState state, long id, long time) {
    int slot = state.nodes().find(id);
    if (slot != NodeStates.UNKNOWN && state.facts().known(state.nodes(), slot)) {
      state.window().since(Math.max(0, time - state.facts().last(state.nodes(), slot)));
      return Math.max(0, time - state.facts().first(state.nodes(), slot));
    }
    return met.find(id) != 0 ? 0 : LinkScore.NEW;
  }

  private double surprise(GraphState state, Edge edge, float score) {
    ScoreWindow window = state.window();
    if (window.scores() == 0) {
      return 0;
    }
    double logit = Surprise.logit(score);
    return Surprise.of(
        below(state, edge.source().id(), logit), below(state, edge.target().id(), logit));
  }

  private double below(GraphState state, long id, double logit) {
    HotNodes nodes = state.nodes();
    ScoreWindow window = state.window();
    return state.facts().below(nodes, nodes.find(id), logit, window.mean(), window.variance());
  }

  /** Learns the batch. A learner that lost its way begins anew, before memories depend on it. */
  private void learn(GraphState state) {
    ScoreWindow window = state.window();
    for (int i = 0; i < both.size(); i++) {
      if (i < came.size()) {
        window.came(scores[i]);
      } else {
        window.absent(scores[i]);
      }
    }
    if (rules.learn() && absent.size() > 0) {
      double loss = state.learner().model().learn(came, absent, came);
      state.learner().count(came.size());
      tally.learned += came.size();
      if (Double.isFinite(loss) && Bounds.hold(state.learner().parameters())) {
        window.loss(loss);
      } else {
        reset(state);
      }
    }
  }

  private void remember(GraphState state) {
    HotNodes nodes = state.nodes();
    NodeFacts facts = state.facts();
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      double logit = Surprise.logit(scores[i]);
      facts.score(nodes, touch(state, edge.source(), edge.timeMillis()), logit);
      if (edge.source().id() != edge.target().id()) {
        facts.score(nodes, touch(state, edge.target(), edge.timeMillis()), logit);
      }
    }
  }

  private int touch(GraphState state, NodeRef node, long millis) {
    int slot = state.nodes().slot(node.id());
    if (!state.facts().known(state.nodes(), slot)) {
      state.began(node.id(), millis);
      tally.newNodes++;
    }
    state.facts().edge(state.nodes(), slot, millis);
    if (exchange != null) {
      exchange.edge(state, slot, node.id(), millis);
    }
    return slot;
  }

  /** The last edge of a node in the batch tells its embedding, if it was not told of late. */
  private void embed(GraphState state) {
    LinkModel model = state.learner().model();
    if (rules.embeddings().isZero() || model.embeddingWidth() == 0) {
      return;
    }
    String version = version(state);
    long now = state.positionMillis();
    met.clear();
    for (int i = edges.size() - 1; i >= 0; i--) {
      Edge edge = edges.get(i);
      embed(state, edge.source(), edge.timeMillis(), now, version);
      embed(state, edge.target(), edge.timeMillis(), now, version);
    }
  }

  private void embed(GraphState state, NodeRef node, long time, long now, String version) {
    if (met.find(node.id()) != 0) {
      return;
    }
    met.intern(node.id());
    HotNodes nodes = state.nodes();
    int slot = nodes.find(node.id());
    if (slot == NodeStates.UNKNOWN
        || state.facts().toldSince(nodes, slot, now - rules.embeddings().toMillis())) {
      return;
    }
    float[] values = new float[state.learner().model().embeddingWidth()];
    state.learner().model().embed(node.id(), now, values, 0);
    state.facts().told(nodes, slot, now);
    tally.embeddings++;
    sink.embedding(new NodeVector(state.graphId(), node, time, values, version));
  }

  private void gone(GraphState state, long id) {
    sink.embedding(NodeVector.gone(state.graphId(), id, state.positionMillis(), version(state)));
  }

  /** A graph is forgotten: none of its nodes has an embedding any longer. */
  void forget(GraphState state) {
    if (!rules.embeddings().isZero()) {
      state.expire(0, 0, gone);
    }
  }

  private void share(GraphState state) {
    if (rules.share() > 0 && state.learner().unshared() >= rules.share()) {
      tellParameters(state);
    }
  }

  /** Tells what was learned in windows of event time before that of the given time. */
  void shareBefore(GraphState state, long millis) {
    if (shareSpan > 0 && state.learner().unshared() > 0) {
      long window = Math.floorDiv(millis, shareSpan);
      if (window > shareWindow(state)) {
        state.learner().adoption().toldWindow(window);
        tellParameters(state);
      }
    }
  }

  /** The last window that what is not shared belongs to. */
  private long shareWindow(GraphState state) {
    return Math.max(
        state.learner().adoption().toldWindow(), Math.floorDiv(state.positionMillis(), shareSpan));
  }

  /** When parameters are to be told next, {@link Long#MAX_VALUE} for never. */
  long shareMillis(GraphState state) {
    return shareSpan > 0 && state.learner().unshared() > 0
        ? (shareWindow(state) + 1) * shareSpan - 1
        : Long.MAX_VALUE;
  }

  private void tellParameters(GraphState state) {
    long edgesSince = state.learner().unshared();
    boolean delta = rules.shareDeltas() && state.learner().measuresMoves();
    sink.parameters(
        new GraphParameters(
            state.graphId(),
            state.positionMillis(),
            edgesSince,
            delta,
            state.sequence(),
            state.learner().adoption().base(),
            delta ? state.learner().moved() : state.learner().told(),
            Origin.NONE));
    tally.shared++;
  }

  private void report(GraphState state) {
    ScoreWindow window = state.window();
    if (rules.window() > 0 && window.edges() >= rules.window()) {
      Ranking ranking = window.ranking();
      boolean comparable = window.edges() > 0 && window.negatives() > 0;
      double precision = comparable ? ranking.averagePrecision() : Double.NaN;
      tally.averagePrecision = precision;
      tally.loss = window.loss();
      sink.report(
          new GraphWindow(
              state.graphId(),
              state.positionMillis(),
              version(state),
              state.sequence(),
              window.edges(),
              window.negatives(),
              precision,
              comparable ? ranking.areaUnderCurve() : Double.NaN,
              window.loss(),
              window.newNodeShare(),
              window.staleShare(),
              window.staleMillis(),
              state.nodes().total(),
              window.expired(),
              window.late(),
              state.bytes(),
              state.links() == null ? 0 : state.links().sent(),
              state.links() == null ? 0 : state.links().total(),
              state.links() == null ? 0 : state.links().missing()));
      window.begin();
    } else if (rules.window() == 0) {
      window.begin();
    }
  }

  /**
   * What serves: the model, how much it learned since, and which merged version it went on from.
   */
  String version(GraphState state) {
    String trained = state.parts().version();
    String name = trained.isEmpty() ? rules.name() : trained.replace('/', '@');
    String version = name + '/' + state.learner().learned();
    return state.learner().adoption().any()
        ? version + "+v" + state.learner().adoption().base()
        : version;
  }
}
