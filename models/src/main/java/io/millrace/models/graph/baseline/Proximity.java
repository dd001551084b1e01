/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.baseline;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.neighbour.NeighbourRing;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import java.util.Arrays;

/**
 * Scores by what is near (Liben-Nowell and Kleinberg, 2007): common neighbours among the most
 * recent ones, or the product of degrees; x / (1 + x) of it, so that scores stay below 1.
 */
public final class Proximity implements LinkModel {
  private final boolean common;
  private final int features;
  private final NodeStates nodes;
  private final NeighbourRing ring;
  private final int degree;
  private final int[] places;
  private final long[] own;

  private Proximity(boolean common, int features, int capacity) {
    this.common = common;
    this.features = features;
    NodeLayout layout = new NodeLayout();
    degree = layout.claimLongs(1);
    ring = new NeighbourRing(layout, capacity, 0);
    nodes = new HeapNodes(layout);
    places = new int[capacity];
    own = new long[capacity];
  }

  /**
   * Distinct nodes that both were in touch with, direction aside.
   *
   * @param recent neighbours kept per node
   */
  public static Proximity commonNeighbours(int edgeFeatures, int recent) {
    return new Proximity(true, edgeFeatures, recent);
  }

  /** The product of the numbers of edges, square root of it. */
  public static Proximity preferentialAttachment(int edgeFeatures) {
    return new Proximity(false, edgeFeatures, 1);
  }

  @Override
  public int edgeFeatures() {
    return features;
  }

  @Override
  public void score(EdgeBatch edges, float[] out) {
    for (int i = 0; i < edges.size(); i++) {
      int source = nodes.find(edges.source(i));
      int target = nodes.find(edges.target(i));
      double x =
          common
              ? shared(source, target)
              : Math.sqrt((double) degree(source) * (double) degree(target));
      out[i] = (float) (x / (1 + x));
    }
  }

  private long degree(int slot) {
    return nodes.longs(slot)[nodes.longsAt(slot) + degree];
  }

  private int shared(int source, int target) {
    int size = distinct(source);
    int kept = ring.size(nodes, target);
    int count = 0;
    for (int i = 0; i < size; i++) {
      boolean found = false;
      for (int place = 0; place < kept && !found; place++) {
        found = ring.id(nodes, target, place) == own[i];
      }
      count += found ? 1 : 0;
    }
    return count;
  }

  /** Leaves the distinct neighbours of a node, sorted, in {@code own}. */
  private int distinct(int slot) {
    int found = ring.recent(nodes, slot, Long.MAX_VALUE, places.length, places);
    for (int i = 0; i < found; i++) {
      own[i] = ring.id(nodes, slot, places[i]);
    }
    Arrays.sort(own, 0, found);
    int size = 0;
    for (int i = 0; i < found; i++) {
      if (i == 0 || own[i] != own[i - 1]) {
        own[size++] = own[i];
      }
    }
    return size;
  }

  @Override
  public double learn(EdgeBatch edges, EdgeBatch absent) {
    return 0;
  }

  @Override
  public void update(EdgeBatch edges) {
    for (int i = 0; i < edges.size(); i++) {
      touch(edges.source(i), edges.target(i), edges.time(i));
      touch(edges.target(i), edges.source(i), edges.time(i));
    }
  }

  private void touch(long node, long other, long time) {
    int slot = nodes.slot(node);
    nodes.longs(slot)[nodes.longsAt(slot) + degree]++;
    ring.insert(nodes, slot, other, time, null, 0);
  }

  @Override
  public void forget() {
    nodes.clear();
  }

  @Override
  public int bytesPerNode() {
    return nodes.layout().bytes();
  }
}
