/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.origin.Origin;
import io.millrace.state.graph.GraphState;
import io.millrace.state.graph.HotNodes;
import io.millrace.state.graph.NodeFacts;
import io.millrace.state.graph.ReplicaLinks;

/**
 * How a partition of a graph keeps its replicas near those of others. At the end of an interval of
 * event time it sends what it knows of each node that had edges since, and that others have, to
 * these; what it gets from them it merges into its own record, weighted by the edges that each
 * stands for. Both happens between two batches.
 */
final class ReplicaExchange {
  private final PartitionKeys keys;
  private final long interval;
  private final GraphTally tally;
  private final GraphSink sink;

  ReplicaExchange(PartitionKeys keys, CutRules rules, GraphTally tally, GraphSink sink) {
    this.keys = keys;
    this.interval = rules.exchanges() ? rules.interval().toMillis() : 0;
    this.tally = tally;
    this.sink = sink;
  }

  private boolean on(GraphState state) {
    return interval > 0 && state.learner().model().merges();
  }

  /** Takes note of who has a node. */
  void holders(GraphState state, Holders holders) {
    if (on(state)) {
      state.links().note(holders, interval);
    }
  }

  /** Notes an edge of a node. */
  void edge(GraphState state, int slot, long node, long millis) {
    if (!on(state)) {
      return;
    }
    HotNodes nodes = state.nodes();
    NodeFacts facts = state.facts();
    long told = state.links().holders(node, millis);
    if (told != 0) {
      facts.holders(nodes, slot, told);
    }
    if (facts.holders(nodes, slot) != 0) {
      facts.standFor(nodes, slot);
      state.links().changed(node, millis, interval);
    }
  }

  /** When the partition has something to send, {@link Long#MAX_VALUE} for never. */
  long dueMillis(GraphState state) {
    return state.links().dueMillis();
  }

  /** Sends what is due, where every edge of before has had its turn. */
  void send(GraphState state, long watermark) {
    ReplicaLinks links = state.links();
    long due = links.dueMillis();
    boolean open = state.queue().size() > 0 && state.queue().get(0).timeMillis() < due;
    if (due > watermark || open) {
      return;
    }
    HotNodes nodes = state.nodes();
    for (Holders holders : links.newsBefore(due)) {
      int slot = nodes.find(holders.node());
      // One that is not known had an edge that came too late.
      if (slot != NodeStates.UNKNOWN && state.facts().known(nodes, slot)) {
        state.facts().holders(nodes, slot, holders.partitions());
        // The newest holder knows nothing of it yet.
        links.changed(holders.node(), holders.timeMillis(), interval);
      }
    }
    int own = PartitionKeys.partition(state.graphId());
    String graph = PartitionKeys.graph(state.graphId());
    for (int i = 0; i < links.size(); i++) {
      long node = links.node(i);
      int slot = nodes.find(node);
      if (slot == NodeStates.UNKNOWN) {
        continue;
      }
      state.learner().model().settle(node);
      long others = state.facts().holders(nodes, slot) & ~(1L << own);
      int edges = state.facts().beginExchange(nodes, slot);
      byte[] record = nodes.record(slot);
      for (; others != 0; others &= others - 1) {
        int p = Long.numberOfTrailingZeros(others);
        tally.replicasSent++;
        sink.replica(
            new Replica(
                keys.key(graph, p),
                state.positionMillis(),
                own,
                links.epoch(),
                links.next(p),
                node,
                edges,
                state.parts().shape(),
                record,
                Origin.NONE));
      }
    }
    links.done(interval);
  }

  /**
   * Merges what another partition knows of a node.
   *
   * @param state null where the partition was forgotten
   * @return whether the state changed
   */
  boolean take(GraphState state, Replica replica) {
    String why = fault(state, replica);
    if (why != null) {
      sink.rejected(replica, EdgeFault.REPLICA, EdgeCheck.place(replica) + why);
      return false;
    }
    if (state == null || !state.links().take(replica)) {
      tally.replicasDropped++;
      return false;
    }
    HotNodes nodes = state.nodes();
    int slot = nodes.find(replica.node());
    if (slot == NodeStates.UNKNOWN || !state.facts().known(nodes, slot)) {
      // Forgotten here since, or its first edge waits for its batch still.
      tally.replicasDropped++;
      return true;
    }
    try {
      NodeStates other = state.visitor(replica.node(), replica.record());
      state.learner().model().settle(replica.node());
      state
          .learner()
          .model()
          .merge(replica.node(), other, state.facts().weight(nodes, slot), replica.edges());
    } catch (IllegalArgumentException e) {
      sink.rejected(replica, EdgeFault.REPLICA, EdgeCheck.place(replica) + e.getMessage());
      return true;
    }
    state.facts().merged(nodes, slot, replica.edges());
    tally.replicasMerged++;
    return true;
  }

  private static String fault(GraphState state, Replica replica) {
    if (state == null) {
      return null;
    }
    if (!state.links().has(replica.from())
        || replica.edges() < 1
        || !state.learner().model().merges()) {
      return "it is of partition "
          + replica.from()
          + " and stands for "
          + replica.edges()
          + " edges, which this graph cannot merge: give the job a topic of replicas of its own";
    }
    return replica.shape().equals(state.parts().shape())
        ? null
        : "it is of the model "
            + replica.shape()
            + ", this job has "
            + state.parts().shape()
            + ": give the job a topic of replicas of its own";
  }
}
