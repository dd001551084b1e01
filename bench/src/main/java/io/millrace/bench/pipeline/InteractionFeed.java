/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.neural.Mix64;
import io.millrace.models.origin.Origin;

/**
 * Interactions of one graph, a millisecond of event time apart. First every node has one edge, in
 * pairs, so that all are known; then both nodes of an edge are drawn.
 */
final class InteractionFeed implements Feed<GraphEvent> {
  private static final long serialVersionUID = 1L;

  static final String GRAPH = "graph";
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final long SEED = 11;
  private static final float[] NONE = new float[0];

  private final int nodes;
  private final Activity activity;
  private final long spread;

  InteractionFeed(int nodes, Activity activity) {
    if (nodes < 2) {
      throw new IllegalArgumentException(nodes + " nodes: give two or more");
    }
    this.nodes = nodes;
    this.activity = activity;
    // Busy nodes have ids all over the range, as those of real ones.
    spread = new KeyOrder(nodes).stride();
  }

  /** Events until every node is known. */
  long beginning() {
    return nodes / 2;
  }

  int nodes() {
    return nodes;
  }

  @Override
  public GraphEvent event(long number) {
    return new Edge(
        GRAPH,
        null,
        NodeRef.of(source(number)),
        NodeRef.of(target(number)),
        millis(number),
        NONE,
        1,
        null,
        Origin.NONE);
  }

  long source(long number) {
    return number < beginning() ? 2 * number : node(2 * number);
  }

  long target(long number) {
    return number < beginning() ? 2 * number + 1 : node(2 * number + 1);
  }

  long millis(long number) {
    return START_MILLIS + number;
  }

  private long node(long draw) {
    double u = Mix64.uniform(SEED, draw);
    double rank =
        switch (activity) {
          case UNIFORM -> nodes * u;
          // The n-th busiest has a share of about 1/n.
          case ZIPF -> Math.exp(u * Math.log(nodes + 1.0)) - 1;
        };
    return Math.min(nodes - 1L, (long) rank) * spread % nodes;
  }
}
