/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.stream;

import io.millrace.models.graph.EdgeBatch;
import java.util.Arrays;

/** All edges of a file, in order of time; those of equal times as they stood in it. */
public final class EdgeList {
  private final EdgeBatch edges;
  private final int[] order;

  /**
   * @param edges in any order, no longer written to
   */
  public EdgeList(EdgeBatch edges) {
    this.edges = edges;
    long[][] keys = new long[edges.size()][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new long[] {edges.time(i), i};
    }
    // Stable.
    Arrays.sort(keys, (a, b) -> Long.compare(a[0], b[0]));
    order = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) keys[i][1];
    }
  }

  public int size() {
    return order.length;
  }

  public long source(int index) {
    return edges.source(order[index]);
  }

  public long target(int index) {
    return edges.target(order[index]);
  }

  /** Milliseconds. */
  public long time(int index) {
    return edges.time(order[index]);
  }

  public float weight(int index) {
    return edges.weight(order[index]);
  }

  public int featureCount() {
    return edges.featureCount();
  }

  /** Adds an edge to a batch. */
  public void addTo(EdgeBatch batch, int index) {
    batch.add(edges, order[index]);
  }
}
