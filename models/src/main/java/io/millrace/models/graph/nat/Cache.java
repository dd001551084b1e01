/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.graph.node.Moments;
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

  /**
   * Copies what is cached of a node, the neighbours' slots left out.
   *
   * @param now milliseconds, which ages are told at
   * @param placeFrom the place of the first slot
   * @param to where the entries begin
   * @return where they end
   */
  int gather(NodeStates nodes, int node, long now, int placeFrom, Entries out, int to) {
    long[] longs = nodes.longs(node);
    int record = nodes.longsAt(node);
    float[] floats = nodes.floats(node);
    int from = nodes.floatsAt(node);
    long left = longs[record + taken];
    int e = to;
    out.fit(to + Long.bitCount(left));
    while (left != 0) {
      // Most caches are full, or full but for a few slots: whole runs are copied.
      int at = Long.numberOfTrailingZeros(left);
      int run = Long.numberOfTrailingZeros(~(left >>> at));
      System.arraycopy(longs, record + ids + at, out.ids, e, run);
      System.arraycopy(floats, from + vectors + at * width, out.old, e * width, run * width);
      System.arraycopy(
          floats, from + edges + at * features, out.edges, e * features, run * features);
      for (int i = 0; i < run; i++) {
        out.place[e + i] = placeFrom + at + i;
        out.spans[e + i] = Moments.seconds(longs[record + times + at + i], now);
      }
      e += run;
      left = at + run == Long.SIZE ? 0 : left & (-1L << (at + run));
    }
    return e;
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
   * Takes a slot. Whoever puts something in tells that the node changed.
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
  }
}
