/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.partition.Assignment;
import io.millrace.models.graph.partition.CutStatistics;
import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.Holders;
import io.millrace.operators.turn.Silence;
import io.millrace.state.graph.CutState;
import io.millrace.state.graph.EdgeQueue;

/**
 * Cuts a graph: its edges wait until event time has passed them and are assigned to partitions in
 * its order, so that the cut depends on the order of the edges alone. When a node gets another
 * replica, all partitions that have one are told.
 */
final class CutStream {
  private final CutRules rules;
  private final PartitionKeys keys;
  private final CutTally tally;
  private final CutSink sink;
  private final Silence silence;

  CutStream(CutRules rules, PartitionKeys keys, Silence silence, CutTally tally, CutSink sink) {
    this.rules = rules;
    this.keys = keys;
    this.silence = silence;
    this.tally = tally;
    this.sink = sink;
  }

  /**
   * Takes in an edge. One that is late for its graph is assigned at once: its partition decides
   * what becomes of it.
   *
   * @return whether the state changed
   */
  boolean accept(CutState state, Edge edge) {
    if (edge.timeMillis() <= state.positionMillis()) {
      assign(state, edge);
      return true;
    }
    if (edge.edgeId() != null && state.queue().holds(edge.edgeId())) {
      tally.duplicates++;
      return false;
    }
    state.queue().add(edge);
    return true;
  }

  /** Assigns all edges that event time has passed. */
  void advance(CutState state, long watermark) {
    EdgeQueue queue = state.queue();
    while (queue.size() > 0 && queue.get(0).timeMillis() <= watermark) {
      Edge edge = queue.get(0);
      queue.take(1);
      state.pass(edge.timeMillis());
      assign(state, edge);
    }
  }

  private void assign(CutState state, Edge edge) {
    Assignment assignment = state.assignment();
    long source = edge.source().id();
    long target = edge.target().id();
    long ofSource = assignment.holders(source);
    long ofTarget = assignment.holders(target);
    int partition = assignment.assign(source, target);
    tell(state, source, ofSource, partition, edge.timeMillis());
    if (source != target) {
      tell(state, target, ofTarget, partition, edge.timeMillis());
    }
    tally.assigned++;
    sink.assigned(edge.of(keys.key(state.graphId(), partition)));
    if (rules.window() > 0 && assignment.edges() - state.told() >= rules.window()) {
      report(state);
    }
  }

  private void tell(CutState state, long node, long before, int partition, long millis) {
    long bit = 1L << partition;
    if (before == 0 || (before & bit) != 0) {
      return;
    }
    tally.replicas++;
    long holders = before | bit;
    for (long left = holders; left != 0; left &= left - 1) {
      int p = Long.numberOfTrailingZeros(left);
      sink.assigned(new Holders(keys.key(state.graphId(), p), millis, node, holders));
    }
  }

  private void report(CutState state) {
    Assignment assignment = state.assignment();
    CutStatistics cut = assignment.statistics();
    sink.report(
        new CutWindow(
            state.graphId(),
            state.positionMillis(),
            assignment.partitions(),
            assignment.edges(),
            cut.balance(),
            cut.replication(),
            cut.cutNodes(),
            assignment.known(),
            state.bytes()));
    state.tell();
  }

  /** When this graph next has something to do, {@link Long#MAX_VALUE} for never. */
  long dueMillis(CutState state) {
    return waits(state)
        ? state.queue().get(0).timeMillis()
        : silence.dueMillis(false, state.positionMillis());
  }

  /** Whether the graph is to be forgotten: it has been silent for too long. */
  boolean forgotten(CutState state, long watermark) {
    return silence.tooLong(waits(state), state.positionMillis(), watermark);
  }

  private static boolean waits(CutState state) {
    return state.queue().size() > 0;
  }
}
