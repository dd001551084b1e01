/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.online.Surprise;

/**
 * What is known of a node beside what its model knows: when its edges came, when its embedding was
 * told last, and the mean and variance of the logits of its recent scores.
 */
public final class NodeFacts {
  /** The weight of the newest score at least. */
  private static final double RATE = 0.05;

  private static final int NONE = -1;

  private final int scores;
  private final int first;
  private final int last;
  private final int told;
  private final int moments;
  private final int holders;
  private final int weights;

  /**
   * Claims the places; the model has claimed its own.
   *
   * @param cut whether nodes can have replicas elsewhere
   */
  NodeFacts(NodeLayout layout, boolean cut) {
    scores = layout.claimInts(2);
    first = layout.claimLongs(3);
    last = first + 1;
    told = first + 2;
    moments = layout.claimFloats(2);
    holders = cut ? layout.claimLongs(1) : NONE;
    weights = cut ? layout.claimInts(2) : NONE;
  }

  /** Whether the node has had an edge. */
  public boolean known(NodeStates nodes, int slot) {
    return nodes.ints(slot)[nodes.intsAt(slot) + scores + 1] != 0;
  }

  /** When its first edge came. */
  public long first(NodeStates nodes, int slot) {
    return nodes.longs(slot)[nodes.longsAt(slot) + first];
  }

  /** When its last edge came. */
  public long last(NodeStates nodes, int slot) {
    return nodes.longs(slot)[nodes.longsAt(slot) + last];
  }

  /** Whether its embedding was ever told. */
  public boolean isTold(NodeStates nodes, int slot) {
    return nodes.ints(slot)[nodes.intsAt(slot) + scores + 1] == 2;
  }

  /** Whether its embedding was told after that time. */
  public boolean toldSince(NodeStates nodes, int slot, long millis) {
    return isTold(nodes, slot) && nodes.longs(slot)[nodes.longsAt(slot) + told] > millis;
  }

  /** Notes that its embedding was told. */
  public void told(NodeStates nodes, int slot, long millis) {
    nodes.ints(slot)[nodes.intsAt(slot) + scores + 1] = 2;
    nodes.longs(slot)[nodes.longsAt(slot) + told] = millis;
    nodes.changed(slot);
  }

  /** Notes an edge. */
  public void edge(NodeStates nodes, int slot, long millis) {
    int known = nodes.intsAt(slot) + scores + 1;
    long[] longs = nodes.longs(slot);
    int at = nodes.longsAt(slot);
    if (nodes.ints(slot)[known] == 0) {
      nodes.ints(slot)[known] = 1;
      longs[at + first] = millis;
      longs[at + last] = millis;
    } else {
      longs[at + first] = Math.min(longs[at + first], millis);
      longs[at + last] = Math.max(longs[at + last], millis);
    }
    nodes.changed(slot);
  }

  /** The partitions that have the node, a bit each; 0 where it is in one alone. */
  public long holders(NodeStates nodes, int slot) {
    return nodes.longs(slot)[nodes.longsAt(slot) + holders];
  }

  /** Notes the partitions that have the node. */
  public void holders(NodeStates nodes, int slot, long partitions) {
    nodes.longs(slot)[nodes.longsAt(slot) + holders] = partitions;
    nodes.changed(slot);
  }

  /** Counts an edge of a node that others have, too. */
  public void standFor(NodeStates nodes, int slot) {
    int since = nodes.intsAt(slot) + weights;
    nodes.ints(slot)[since] = Math.min(nodes.ints(slot)[since], Integer.MAX_VALUE / 4) + 1;
    nodes.changed(slot);
  }

  /**
   * Begins another exchange.
   *
   * @return edges since the last one, 1 at least: what was known before counts like an edge
   */
  public int beginExchange(NodeStates nodes, int slot) {
    int since = nodes.intsAt(slot) + weights;
    int[] ints = nodes.ints(slot);
    int edges = Math.max(1, ints[since]);
    ints[since + 1] = edges;
    ints[since] = 0;
    nodes.changed(slot);
    return edges;
  }

  /** Edges that the record stands for in the current exchange, 1 at least. */
  public int weight(NodeStates nodes, int slot) {
    int since = nodes.intsAt(slot) + weights;
    return Math.max(1, nodes.ints(slot)[since] + nodes.ints(slot)[since + 1]);
  }

  /** Notes that the record stands for the edges of another, too. */
  public void merged(NodeStates nodes, int slot, int edges) {
    int weight = nodes.intsAt(slot) + weights + 1;
    int[] ints = nodes.ints(slot);
    ints[weight] = Math.min(Integer.MAX_VALUE / 4, ints[weight]) + edges;
    nodes.changed(slot);
  }

  /** Notes the logit of an edge's score. */
  public void score(NodeStates nodes, int slot, double logit) {
    int count = nodes.intsAt(slot) + scores;
    int[] ints = nodes.ints(slot);
    float[] floats = nodes.floats(slot);
    int at = nodes.floatsAt(slot) + moments;
    double weight = Surprise.weight(ints[count], RATE);
    double mean = floats[at];
    floats[at] = (float) Surprise.mean(mean, logit, weight);
    floats[at + 1] = (float) Surprise.variance(floats[at + 1], mean, logit, weight);
    ints[count] = Math.min(ints[count], Integer.MAX_VALUE - 1) + 1;
    nodes.changed(slot);
  }

  /**
   * The probability of a logit as low or lower, under the node's recent scores.
   *
   * @param mean of all scores of the graph
   * @param variance of all scores of the graph
   */
  public double below(NodeStates nodes, int slot, double logit, double mean, double variance) {
    // Old scores have faded: however many there were, the last 1 / RATE count.
    int count = (int) Math.min(nodes.ints(slot)[nodes.intsAt(slot) + scores], 1 / RATE);
    float[] floats = nodes.floats(slot);
    int at = nodes.floatsAt(slot) + moments;
    return Surprise.below(logit, count, floats[at], floats[at + 1], mean, variance);
  }
}
