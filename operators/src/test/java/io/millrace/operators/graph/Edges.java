/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.neural.Mix64;
import io.millrace.models.origin.Origin;
import java.util.ArrayList;
import java.util.List;

/** Edges of graphs whose nodes meet their like. */
final class Edges {
  static final Origin ORIGIN = new Origin("interactions", 0, 7);
  private static final float[] NONE = new float[0];
  private static final int NODES = 12;

  private Edges() {}

  /** An edge without features. */
  static Edge edge(String graph, String id, long source, long target, long time) {
    return new Edge(graph, id, NodeRef.of(source), NodeRef.of(target), time, NONE, 1, null, ORIGIN);
  }

  /** That many edges, two at a time, every ten milliseconds. */
  static List<Edge> stream(String graph, int length) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      long dice = Mix64.bits(graph.hashCode(), i) >>> 8;
      long source = dice % NODES;
      long target = NODES + (dice >>> 16) % (NODES / 2) * 2 + source % 2;
      edges.add(edge(graph, "e" + i, source, target, 10 + i / 2 * 10L));
    }
    return edges;
  }

  static CatalogueModel model(String name, int features) {
    return new CatalogueModel(ModelSpec.of(name, features, 1).sized(8, 4));
  }
}
