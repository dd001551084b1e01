/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.Replica;
import io.millrace.operators.metrics.MillraceMetrics;
import io.millrace.operators.turn.TurnOperator;
import io.millrace.state.graph.GraphColdStore;
import io.millrace.state.graph.GraphParts;
import io.millrace.state.graph.GraphState;
import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.Slot;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * Scores and learns the edges of graphs, keyed by graph. Edges wait in the state until the
 * watermark passes them.
 *
 * <p>Outputs: scores, with the event time of their edge, and the side outputs of {@link
 * GraphOutputs}.
 */
public final class GraphOperator extends TurnOperator<GraphEvent, GraphState, LinkScore> {
  private static final long serialVersionUID = 1L;
  private static final String STATE = "graph";
  private static final String TIMERS = "graph-timers";

  private final GraphSettings settings;

  private transient GraphParts parts;
  private transient GraphColdStore cold;
  private transient GraphTally tally;
  private transient EdgeCheck check;
  private transient GraphOutputs outputs;
  private transient GraphStream stream;

  public GraphOperator(GraphSettings settings) {
    super(settings.bundle(), TIMERS, settings.hotBytes());
    this.settings = settings;
  }

  @Override
  protected ColdStore<String, GraphState> coldStore(StateInitializationContext context)
      throws Exception {
    ParameterVersion trained = versions().trained();
    parts = trained == null ? settings.parts() : served(trained);
    cold =
        new GraphColdStore(
            this.<String>getKeyedStateBackend(),
            context.getKeyedStateStore(),
            STATE,
            parts,
            settings.cut().partitions());
    return cold;
  }

  private GraphParts served(ParameterVersion trained) {
    return settings.parts().trained(trained.name(), trained.values());
  }

  @Override
  protected String trainedModel() {
    return settings.parts().version();
  }

  @Override
  protected void follow(ParameterVersion version) {
    if (!version.trained()) {
      return;
    }
    try {
      parts = served(version);
      cold.parts(parts);
    } catch (IllegalArgumentException e) {
      stream.refuse(ParameterVersion.ALL, 0, version, e.getMessage());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new GraphTally();
    check = new EdgeCheck(settings.rules());
    outputs = new GraphOutputs(output, registerMetrics());
    stream = new GraphStream(settings.rules(), exchange(), tally, outputs);
  }

  private ReplicaExchange exchange() {
    if (!settings.cut().cuts()) {
      return null;
    }
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    return new ReplicaExchange(
        new PartitionKeys(settings.cut().partitions(), groups), settings.cut(), tally, outputs);
  }

  private Map<EdgeFault, Counter> registerMetrics() {
    MillraceMetrics metrics = millrace();
    metrics.hotTier(hot().statistics());
    GraphTally counts = tally;
    metrics.count(MillraceMetrics.PREDICTIONS, counts::scored);
    metrics.count(MillraceMetrics.COLD_PREDICTIONS, counts::warming);
    metrics.count(MillraceMetrics.LEARNED, counts::learned);
    metrics.measure(MillraceMetrics.AVERAGE_PRECISION, counts::averagePrecision);
    metrics.measure(MillraceMetrics.LOSS, counts::loss);
    metrics.count(MillraceMetrics.DUPLICATES, counts::duplicates);
    metrics.count(MillraceMetrics.LATE, counts::late);
    metrics.count(MillraceMetrics.EXPIRED, counts::expired);
    metrics.count(MillraceMetrics.RESETS, counts::resets);
    metrics.count(MillraceMetrics.NEW_NODES, counts::newNodes);
    metrics.count(MillraceMetrics.EXPIRED_NODES, counts::expiredNodes);
    metrics.count(MillraceMetrics.TEMPORAL_BATCHES, counts::batches);
    metrics.count(MillraceMetrics.EMBEDDINGS, counts::embeddings);
    metrics.count(MillraceMetrics.UPDATES_SHARED, counts::shared);
    metrics.count(MillraceMetrics.VERSIONS_ADOPTED, counts::adopted);
    metrics.count(MillraceMetrics.REPLICAS_SENT, counts::replicasSent);
    metrics.count(MillraceMetrics.REPLICAS_MERGED, counts::replicasMerged);
    metrics.count(MillraceMetrics.REPLICAS_DROPPED, counts::replicasDropped);
    return metrics.rejected(EdgeFault.class, EdgeFault::label);
  }

  @Override
  protected void take(GraphEvent event) throws Exception {
    if (event instanceof Replica replica) {
      Slot<String, GraphState> slot = hot().acquire(replica.graphId());
      if (stream.merge(slot.state(), replica)) {
        hot().changed(slot);
      }
      return;
    }
    if (event instanceof Holders holders) {
      Slot<String, GraphState> slot = begun(holders.graphId());
      stream.holders(slot.state(), holders);
      if (isBlank(slot.state())) {
        hot().remove(slot.key());
      } else {
        waits(slot);
      }
      return;
    }
    Edge edge = (Edge) event;
    // Edges of partitions were checked before the cut.
    EdgeFault fault = settings.cut().cuts() ? null : check.fault(edge);
    if (fault != null) {
      outputs.rejected(edge, fault, check.describe(edge, fault));
      return;
    }
    Slot<String, GraphState> slot = begun(edge.graphId());
    if (stream.accept(slot.state(), edge)) {
      waits(slot);
    }
  }

  /** Whether nothing is in a state, nor awaited: a partition that was only told who has a node. */
  private boolean isBlank(GraphState state) {
    return state.queue().size() == 0
        && state.positionMillis() == Long.MIN_VALUE
        && stream.dueMillis(state) == Long.MAX_VALUE;
  }

  private Slot<String, GraphState> begun(String graphId) throws Exception {
    Slot<String, GraphState> slot = hot().acquire(graphId);
    if (slot.state() == null) {
      hot().replace(slot, cold.empty(slot.key()));
    }
    return slot;
  }

  @Override
  protected long dueMillis(GraphState state) {
    return stream.dueMillis(state);
  }

  @Override
  protected void advance(GraphState state, long watermark) throws Exception {
    if (state.parts() != parts) {
      stream.serve(state, parts);
    }
    stream.follow(state, versions().merged(ParameterVersion.ALL));
    stream.advance(state, watermark);
    // A graph that alone exceeds the budget keeps its most recent nodes in half of it.
    state.nodes().trim(settings.hotBytes() / 2 / state.nodes().bytesPerNode());
  }

  @Override
  protected boolean forgotten(GraphState state, long watermark) {
    boolean forgotten = stream.forgotten(state, watermark);
    tally.expired += forgotten ? 1 : 0;
    return forgotten || (watermark != Long.MAX_VALUE && isBlank(state));
  }
}
