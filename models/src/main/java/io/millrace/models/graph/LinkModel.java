/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph;

import io.millrace.models.graph.node.NodeStates;

/** A model that says how likely an edge is, and remembers those that came. For one thread. */
public interface LinkModel {
  /** Features that each edge must have. */
  int edgeFeatures();

  /**
   * Probabilities of edges at their times, from what was applied before. Changes nothing that a
   * later result depends on. Features and weights of the edges are not looked at.
   *
   * @param edges need not be in order, and need not exist
   * @param out receives a value in [0, 1] per edge
   */
  void score(EdgeBatch edges, float[] out);

  /**
   * As {@link #score(EdgeBatch, float[])}, of edges within a batch that came and is not applied
   * yet: an edge may see those of strictly earlier time in it. Models that look at applied edges
   * only make no use of it.
   *
   * @param came in order of time
   */
  default void score(EdgeBatch edges, EdgeBatch came, float[] out) {
    score(edges, out);
  }

  /**
   * One step of learning, before the edges are applied; no effect where nothing is learned.
   *
   * @param edges that came
   * @param absent that did not
   * @return the loss before the step; 0 where nothing is learned
   */
  double learn(EdgeBatch edges, EdgeBatch absent);

  /**
   * As {@link #learn(EdgeBatch, EdgeBatch)}, of edges within a batch that came, in the manner of
   * {@link #score(EdgeBatch, EdgeBatch, float[])}.
   */
  default double learn(EdgeBatch edges, EdgeBatch absent, EdgeBatch came) {
    return learn(edges, absent);
  }

  /** Applies edges to the state of their nodes. */
  void update(EdgeBatch edges);

  /** A copy of what was learned; empty where nothing is. */
  default float[] learned() {
    return new float[0];
  }

  /**
   * Takes over what a model of the same settings learned.
   *
   * @throws IllegalArgumentException when it has another length
   */
  default void learned(float[] values) {
    if (values.length != 0) {
      throw new IllegalArgumentException(
          "%d parameters for a model that learns none".formatted(values.length));
    }
  }

  /** Whether records of a node from two models of the same settings can be merged. */
  default boolean merges() {
    return false;
  }

  /** Puts what waits at a node into its record, before it is shown to others or merged. */
  default void settle(long node) {}

  /**
   * Merges what another model of the same settings knows of a node into the own record of it, both
   * settled.
   *
   * @param other holds the other's record of the node
   * @param own weight of the own record
   * @param others weight of the other's, 1 or more
   */
  default void merge(long node, NodeStates other, int own, int others) {
    throw new UnsupportedOperationException("records of this model cannot be merged");
  }

  /** Forgets all nodes and edges; what was learned stays. */
  void forget();

  /** Floats of a node's embedding; 0 where the model has none to show. */
  default int embeddingWidth() {
    return 0;
  }

  /**
   * The embedding of a node at a time, from what was applied before.
   *
   * @param out receives {@link #embeddingWidth} floats from {@code at} on
   */
  default void embed(long node, long time, float[] out, int at) {}

  /** Heap bytes of a node's state; 0 where they differ too much for one number. */
  int bytesPerNode();
}
