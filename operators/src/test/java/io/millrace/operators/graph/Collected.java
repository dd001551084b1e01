/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.graph.transit.Replica;
import io.millrace.state.graph.NodeStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a graph puts out. */
final class Collected implements GraphSink {
  final List<LinkScore> scores = new ArrayList<>();
  final List<NodeVector> vectors = new ArrayList<>();
  final List<GraphWindow> reports = new ArrayList<>();
  final List<GraphParameters> parameters = new ArrayList<>();
  final List<Replica> replicas = new ArrayList<>();
  final List<Edge> late = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();

  @Override
  public void score(LinkScore score) {
    scores.add(score);
  }

  @Override
  public void embedding(NodeVector vector) {
    vectors.add(vector);
  }

  @Override
  public void report(GraphWindow window) {
    reports.add(window);
  }

  @Override
  public void parameters(GraphParameters moved) {
    parameters.add(moved);
  }

  @Override
  public void replica(Replica replica) {
    replicas.add(replica);
  }

  @Override
  public void late(Edge edge) {
    late.add(edge);
  }

  @Override
  public void rejected(GraphEvent event, EdgeFault fault, String reason) {
    reasons.add(fault + " " + reason);
  }

  /** Nodes on heap. */
  static final class Shelf implements NodeStore {
    private final Map<Long, byte[]> nodes = new HashMap<>();

    @Override
    public byte[] read(long id) {
      return nodes.get(id);
    }

    @Override
    public void write(long id, byte[] bytes) {
      nodes.put(id, bytes);
    }

    @Override
    public void remove(long id) {
      nodes.remove(id);
    }

    @Override
    public void clear() {
      nodes.clear();
    }
  }
}
