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

  private final int scores;
  private final int first;
  private final int last;
  private final int told;
  private final int moments;

  /** Claims the places; the model has claimed its own. */
  NodeFacts(NodeLayout layout) {
    scores = layout.claimInts(2);
    first = layout.claimLongs(3);
    last = first + 1;
    told = first + 2;
    moments = layout.claimFloats(2);
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
