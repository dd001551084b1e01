/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.baseline;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;

/**
 * Says 1 for a pair that came before and 0 for others (Poursafaei et al., "Towards better
 * evaluation for dynamic link prediction", NeurIPS 2022); direction counts.
 */
public final class EdgeBank implements LinkModel {
  private final PairTable pairs = new PairTable();
  private final int features;
  private final long window;

  private EdgeBank(int features, long window) {
    this.features = features;
    this.window = window;
  }

  /** Remembers pairs for ever. */
  public static EdgeBank unlimited(int edgeFeatures) {
    return new EdgeBank(edgeFeatures, Long.MAX_VALUE);
  }

  /**
   * Remembers pairs that came within a window.
   *
   * @param milliseconds above 0
   */
  public static EdgeBank windowed(int edgeFeatures, long milliseconds) {
    if (milliseconds <= 0) {
      throw new IllegalArgumentException(
          "a window of %d ms: give one above 0".formatted(milliseconds));
    }
    return new EdgeBank(edgeFeatures, milliseconds);
  }

  @Override
  public int edgeFeatures() {
    return features;
  }

  @Override
  public void score(EdgeBatch edges, float[] out) {
    for (int i = 0; i < edges.size(); i++) {
      int pair = pairs.find(edges.source(i), edges.target(i));
      boolean known =
          pair != PairTable.NONE
              && (window == Long.MAX_VALUE || edges.time(i) - pairs.time(pair) <= window);
      out[i] = known ? 1 : 0;
    }
  }

  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent) {
    return 0;
  }

  @Override
  public void update(EdgeBatch edges) {
    for (int i = 0; i < edges.size(); i++) {
      pairs.came(edges.source(i), edges.target(i), edges.time(i));
    }
  }

  @Override
  public void forget() {
    pairs.clear();
  }

  @Override
  public int bytesPerNode() {
    return 0;
  }
}
