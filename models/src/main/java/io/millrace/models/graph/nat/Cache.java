/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.neural.Mix64;

/**
 * Neighbours of one distance in hashed slots of a node's record: id, time of the last edge, its
 * features, and a representation. A bit per slot says whether it is taken.
 */
final class Cache {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  final int slots;
  private final int width;
  private final int features;
  private final long threshold;
  private final long seed;
  private final int taken;
  private final int ids;
  private final int times;
  private final int vectors;
  private final int edges;

  Cache(NodeLayout layout, int slots, int width, int features, double replacement, long seed) {
    this.slots = slots;
    this.width = width;
    this.features = features;
    this.seed = seed;
    threshold = (long) (replacement * (1L << 32));
    taken = layout.claimLongs(1);
    ids = layout.claimLongs(slots);
    times = layout.claimLongs(slots);
    vectors = layout.claimFloats(slots * width);
    edges = layout.claimFloats(slots * features);
  }

  /** A bit per taken slot. */
  long taken(NodeStates nodes, int node) {
    return nodes.longs(node)[nodes.longsAt(node) + taken];
  }

  long id(NodeStates nodes, int node, int slot) {
    return nodes.longs(node)[nodes.longsAt(node) + ids + slot];
  }

  /** Milliseconds. */
  long time(NodeStates nodes, int node, int slot) {
    return nodes.longs(node)[nodes.longsAt(node) + times + slot];
  }

  /** Where the representation begins in the record's floats. */
  int vector(NodeStates nodes, int node, int slot) {
    return nodes.floatsAt(node) + vectors + slot * width;
  }

  /** Where the features of the edge begin in the record's floats. */
  int features(NodeStates nodes, int node, int slot) {
    return nodes.floatsAt(node) + edges + slot * features;
  }

  /** The slot that an id belongs to. */
  int slotOf(long id) {
    long mixed = (id ^ seed) * SPREAD;
    return (int) (((mixed >>> 32) * slots) >>> 32);
  }

  /** Whether the slot holds that id. */
  boolean holds(NodeStates nodes, int node, int slot, long id) {
    return ((taken(nodes, node) >>> slot) & 1) == 1 && id(nodes, node, slot) == id;
  }

  /**
   * Whether an id may take its slot: it is free, the id's own, or given way by chance, which
   * depends on seed, id, node and time alone.
   */
  boolean admits(NodeStates nodes, int node, int slot, long id, long time) {
    if (((taken(nodes, node) >>> slot) & 1) == 0 || id(nodes, node, slot) == id) {
      return true;
    }
    long draw = Mix64.bits(seed ^ (id * SPREAD), nodes.id(node) * 31 + time);
    return (draw >>> 32) < threshold;
  }

  /**
   * Takes a slot.
   *
   * @param vector representation, from {@code at} on
   * @param edge features of the edge, from {@code edgeAt} on
   */
  void put(
      NodeStates nodes,
      int node,
      int slot,
      long id,
      long time,
      float[] vector,
      int at,
      float[] edge,
      int edgeAt) {
    long[] longs = nodes.longs(node);
    int record = nodes.longsAt(node);
    longs[record + taken] |= 1L << slot;
    longs[record + ids + slot] = id;
    longs[record + times + slot] = time;
    float[] floats = nodes.floats(node);
    System.arraycopy(vector, at, floats, vector(nodes, node, slot), width);
    if (features > 0) {
      System.arraycopy(edge, edgeAt, floats, features(nodes, node, slot), features);
    }
    nodes.changed(node);
  }
}
