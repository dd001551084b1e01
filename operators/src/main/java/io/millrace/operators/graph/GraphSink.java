/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.graph.transit.Replica;

/** Takes what comes of a graph's edges. */
interface GraphSink {
  void score(LinkScore score);

  void embedding(NodeVector vector);

  void report(GraphWindow window);

  void parameters(GraphParameters parameters);

  void late(Edge edge);

  void rejected(GraphEvent event, EdgeFault fault, String reason);

  /** What this partition knows of a node, for another. */
  void replica(Replica replica);
}
