/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.Holders;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.origin.Origin;
import io.millrace.operators.turn.Silence;
import io.millrace.state.graph.EdgeQueue;
import io.millrace.state.graph.GraphParts;
import io.millrace.state.graph.GraphState;

/**
 * What happens to the events of a graph. Edges wait until event time has passed them and then have
 * their turn in its order. A batch is full when it has as many edges as it may, or when no further
 * edge can be within its span: where it begins and ends depends on the order of the edges alone,
 * not on when they came or how far event time was.
 */
final class GraphStream {
  private final GraphRules rules;
  private final GraphTally tally;
  private final GraphSink sink;
  private final GraphStep step;
  private final ReplicaExchange exchange;
  private final long span;
  private final Silence silence;

  GraphStream(GraphRules rules, GraphTally tally, GraphSink sink) {
    this(rules, null, tally, sink);
  }

  /**
   * @param exchange with the other partitions of a graph; null where graphs are not cut
   */
  GraphStream(GraphRules rules, ReplicaExchange exchange, GraphTally tally, GraphSink sink) {
    this.exchange = exchange;
    this.rules = rules;
    this.tally = tally;
    this.sink = sink;
    step = new GraphStep(rules, exchange, tally, sink);
    span = rules.span().toMillis();
    silence = new Silence(rules.idle());
  }

  /**
   * Takes in an edge.
   *
   * @return whether the state changed
   */
  boolean accept(GraphState state, Edge edge) {
    if (edge.timeMillis() <= state.positionMillis()) {
      tally.late++;
      state.window().countLate();
      if (rules.late() == LatePolicy.MEMORY_ONLY) {
        step.putIn(state, edge);
      } else {
        sink.late(edge);
      }
      return true;
    }
    if (edge.edgeId() != null && state.queue().holds(edge.edgeId())) {
      tally.duplicates++;
      return false;
    }
    state.queue().add(edge);
    return true;
  }

  /**
   * Takes all batches that are full through.
   *
   * @param watermark event time that has passed; {@link Long#MAX_VALUE} fills any batch
   */
  void advance(GraphState state, long watermark) {
    int count = full(state.queue(), watermark);
    while (count > 0) {
      step.shareBefore(state, batchMillis(state.queue(), count));
      send(state, watermark);
      step.run(state, count);
      count = full(state.queue(), watermark);
    }
    // The end of all input is no passage of time.
    if (watermark != Long.MAX_VALUE) {
      step.shareBefore(state, watermark + 1);
    }
    send(state, watermark);
  }

  private void send(GraphState state, long watermark) {
    if (exchange != null) {
      exchange.send(state, watermark);
    }
  }

  /** Takes note of the partitions that have a node. */
  void holders(GraphState state, Holders holders) {
    exchange.holders(state, holders);
  }

  /**
   * Merges what another partition knows of a node, between two batches.
   *
   * @param state null where nothing has come of the partition yet, or it was forgotten
   * @return whether the state changed
   */
  boolean merge(GraphState state, Replica replica) {
    if (exchange == null) {
      sink.rejected(
          replica,
          EdgeFault.REPLICA,
          EdgeCheck.place(replica)
              + "graphs are not cut in this job: set millrace.graph.partitions");
      return false;
    }
    return exchange.take(state, replica);
  }

  /** How many edges the next batch has, or 0 where it is not full. */
  private int full(EdgeQueue queue, long watermark) {
    if (queue.size() == 0 || queue.get(0).timeMillis() > watermark) {
      return 0;
    }
    long end = queue.get(0).timeMillis() + span;
    int count = 1;
    while (count < rules.batch() && count < queue.size()) {
      long time = queue.get(count).timeMillis();
      if (time > watermark || time >= end) {
        break;
      }
      count++;
    }
    return count == rules.batch() || watermark >= end - 1 ? count : 0;
  }

  /** The time at which a batch is full, whenever the watermark comes to tell so. */
  private long batchMillis(EdgeQueue queue, int count) {
    return count == rules.batch()
        ? queue.get(count - 1).timeMillis()
        : queue.get(0).timeMillis() + span - 1;
  }

  /** When this graph next has something to do, {@link Long#MAX_VALUE} for never. */
  long dueMillis(GraphState state) {
    EdgeQueue queue = state.queue();
    long due = Long.MAX_VALUE;
    if (queue.size() > 0) {
      due = queue.get(0).timeMillis() + span - 1;
      if (queue.size() >= rules.batch()) {
        due = Math.min(due, queue.get(rules.batch() - 1).timeMillis());
      }
    }
    due = Math.min(due, step.shareMillis(state));
    if (exchange != null) {
      long told = exchange.dueMillis(state);
      // Edges of before have their turn first, which is due by itself.
      boolean open = queue.size() > 0 && queue.get(0).timeMillis() < told;
      due = open ? due : Math.min(due, told);
    }
    return Math.min(due, silence.dueMillis(queue.size() > 0, state.positionMillis()));
  }

  /** Whether the graph is to be forgotten: it has been silent for too long. It is, then. */
  boolean forgotten(GraphState state, long watermark) {
    boolean forgotten =
        silence.tooLong(state.queue().size() > 0, state.positionMillis(), watermark);
    if (forgotten) {
      step.forget(state);
    }
    return forgotten;
  }

  /** Goes on with another trained model, between two batches; the memories of nodes stay. */
  void serve(GraphState state, GraphParts trained) {
    state.begin(trained);
    tally.adopted++;
  }

  /**
   * Goes on from a merged version, between two batches. One that does not fit is refused once.
   *
   * @param version null where there is none yet
   */
  void follow(GraphState state, ParameterVersion version) {
    if (version == null || !state.learner().adoption().news(version.number())) {
      return;
    }
    boolean taken = false;
    try {
      state.learner().adopt(version.values(), rules.shareDeltas());
      taken = true;
      tally.adopted++;
    } catch (IllegalArgumentException e) {
      refuse(state.graphId(), Math.max(0, state.positionMillis()), version, e.getMessage());
    }
    state.learner().adoption().met(version.number(), taken);
  }

  /** Hands a version back that a graph, or all of them, cannot go on from. */
  void refuse(String graphId, long timeMillis, ParameterVersion version, String why) {
    GraphParameters refused =
        new GraphParameters(graphId, timeMillis, 0, false, new float[0], Origin.NONE);
    sink.rejected(
        refused,
        EdgeFault.PARAMETERS,
        EdgeCheck.place(refused) + "version " + version.name() + ": " + why);
  }
}
