/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.embed;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/**
 * Edges as pairs of their ends: each distinct node at a moment once, both ends' embeddings side by
 * side in a row per edge, and the way back from rows to embeddings. Reusable.
 */
public final class EndPairs {
  private final NodeStates nodes;
  private final int size;
  private final Moments moments = new Moments();
  private int edges;
  private int[] sources = new int[0];
  private int[] targets = new int[0];
  private float[] rows = new float[0];
  private float[] gradients = new float[0];
  private float[] ends = new float[0];

  /**
   * @param size floats of an embedding
   */
  public EndPairs(NodeStates nodes, int size) {
    this.nodes = nodes;
    this.size = size;
  }

  /** The ends of edges at their times; of both batches, one after the other. */
  public void look(EdgeBatch first, EdgeBatch second) {
    begin(first.size() + second.size());
    look(first);
    look(second);
  }

  /** The ends of edges at their times. */
  public void lookAt(EdgeBatch batch) {
    begin(batch.size());
    look(batch);
  }

  private void begin(int count) {
    moments.clear();
    edges = 0;
    sources = Floats.fit(sources, count);
    targets = Floats.fit(targets, count);
  }

  private void look(EdgeBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      sources[edges] = moments.add(nodes.find(batch.source(i)), batch.time(i));
      targets[edges++] = moments.add(nodes.find(batch.target(i)), batch.time(i));
    }
  }

  /** The ends of edges whatever their times, with records for those that have none. */
  public void meet(EdgeBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      nodes.slot(batch.source(i));
      nodes.slot(batch.target(i));
    }
    begin(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      sources[edges] = moments.add(nodes.find(batch.source(i)), 0);
      targets[edges++] = moments.add(nodes.find(batch.target(i)), 0);
    }
  }

  /** The ends. */
  public Moments moments() {
    return moments;
  }

  /** Edges. */
  public int edges() {
    return edges;
  }

  /** The source's place among the ends. */
  public int source(int edge) {
    return sources[edge];
  }

  /** The target's place among the ends. */
  public int target(int edge) {
    return targets[edge];
  }

  /**
   * Lays both ends of each edge side by side.
   *
   * @param embeddings a row per end
   */
  public void join(float[] embeddings) {
    rows = Floats.fit(rows, 2 * edges * size);
    for (int i = 0; i < edges; i++) {
      System.arraycopy(embeddings, sources[i] * size, rows, 2 * i * size, size);
      System.arraycopy(embeddings, targets[i] * size, rows, (2 * i + 1) * size, size);
    }
  }

  /** A row of twice an embedding's size per edge. */
  float[] rows() {
    return rows;
  }

  /** Where the gradients of the rows are to be written. */
  float[] gradients() {
    gradients = Floats.fit(gradients, 2 * edges * size);
    return gradients;
  }

  /** The gradients of the ends' embeddings, from those of the rows. */
  public float[] backward() {
    int length = moments.size() * size;
    ends = Floats.fit(ends, length);
    Arrays.fill(ends, 0, length, 0);
    for (int i = 0; i < edges; i++) {
      add(2 * i * size, sources[i] * size);
      add((2 * i + 1) * size, targets[i] * size);
    }
    return ends;
  }

  private void add(int from, int to) {
    for (int i = 0; i < size; i++) {
      ends[to + i] += gradients[from + i];
    }
  }
}
