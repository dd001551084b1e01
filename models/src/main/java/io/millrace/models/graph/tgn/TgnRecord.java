/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.graph.neighbour.NeighbourRing;
import io.millrace.models.graph.node.Moments;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.tgn.TgnSettings.Aggregator;
import java.util.Arrays;
import java.util.List;

/**
 * What a node's record means to this model: the memory, what the pending messages tell beside it
 * (their sum, or the last), when it was updated, and the recent neighbours.
 */
final class TgnRecord {
  final NodeLayout layout = new NodeLayout();
  final NeighbourRing ring;
  final int memory;

  /** Of a message: the other node, edge features, and the span or (summed) its code. */
  final int message;

  final int messageWidth;

  /** Statistics of changes; null without prediction. */
  final Pres.Places changes;

  private final int memoryWidth;
  private final int pendingCount;
  private final int updates;
  private final int lastUpdate;
  private final int pendingTime;

  TgnRecord(TgnSettings settings, boolean predicts) {
    memoryWidth = settings.memory();
    memory = layout.claimFloats(memoryWidth);
    int span = settings.aggregator() == Aggregator.LAST ? 1 : settings.time();
    messageWidth = settings.memory() + settings.edgeFeatures() + span;
    message = layout.claimFloats(messageWidth);
    pendingCount = layout.claimInts(1);
    updates = layout.claimInts(1);
    lastUpdate = layout.claimLongs(1);
    pendingTime = layout.claimLongs(1);
    changes = predicts ? Pres.Places.claim(layout, settings.memory()) : null;
    ring = new NeighbourRing(layout, settings.neighbours(), settings.edgeFeatures());
  }

  /** Messages since the last update of the memory. */
  int pending(NodeStates nodes, int slot) {
    return nodes.ints(slot)[nodes.intsAt(slot) + pendingCount];
  }

  void pending(NodeStates nodes, int slot, int count, long time) {
    nodes.ints(slot)[nodes.intsAt(slot) + pendingCount] = count;
    nodes.longs(slot)[nodes.longsAt(slot) + pendingTime] = time;
    nodes.changed(slot);
  }

  /** The pending messages were put into the memory. */
  void updated(NodeStates nodes, int slot) {
    int ints = nodes.intsAt(slot);
    int longs = nodes.longsAt(slot);
    nodes.ints(slot)[ints + pendingCount] = 0;
    nodes.ints(slot)[ints + updates]++;
    nodes.longs(slot)[longs + lastUpdate] = nodes.longs(slot)[longs + pendingTime];
    nodes.changed(slot);
  }

  /** Seconds from the last update of the memory to a time; 0 for one that was never updated. */
  float sinceUpdate(NodeStates nodes, int slot, long time) {
    if (nodes.ints(slot)[nodes.intsAt(slot) + updates] == 0) {
      return 0;
    }
    return Moments.seconds(nodes.longs(slot)[nodes.longsAt(slot) + lastUpdate], time);
  }

  /** Seconds from the last update of the memory to the pending message. */
  float pendingSpan(NodeStates nodes, int slot) {
    return sinceUpdate(nodes, slot, nodes.longs(slot)[nodes.longsAt(slot) + pendingTime]);
  }

  /** Seconds from the last message, or update, to a time. */
  float sinceMessage(NodeStates nodes, int slot, long time) {
    if (pending(nodes, slot) > 0) {
      return Moments.seconds(nodes.longs(slot)[nodes.longsAt(slot) + pendingTime], time);
    }
    return sinceUpdate(nodes, slot, time);
  }

  /**
   * Leaves the same record of a node in all states: weighted means of memories and statistics, the
   * latest update, the most recent neighbours of all. No messages may be pending. With predictions,
   * memories that were updated earlier than the latest count as they are predicted to be by then.
   *
   * @param edges the weights; not all zero
   */
  void reconcile(long node, List<NodeStates> states, int[] edges) {
    float[] mean = new float[memoryWidth];
    double[] sums = new double[changes == null ? 0 : 2 * Pres.COMPONENTS * memoryWidth];
    double[] counts = new double[Pres.COMPONENTS];
    long latest = Long.MIN_VALUE;
    int times = 0;
    double all = 0;
    for (int h = 0; h < states.size(); h++) {
      all += edges[h];
      latest = Math.max(latest, updatedAt(states.get(h), node));
    }
    for (int h = 0; h < states.size(); h++) {
      NodeStates of = states.get(h);
      int slot = of.find(node);
      float share = (float) (edges[h] / all);
      float[] floats = of.floats(slot);
      int at = of.floatsAt(slot);
      if (changes != null) {
        Pres.goOn(of, slot, changes, memory, memoryWidth, sinceUpdate(of, slot, latest));
      }
      for (int i = 0; i < memoryWidth; i++) {
        mean[i] += share * floats[at + memory + i];
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += share * floats[at + changes.sums() + i];
      }
      for (int c = 0; c < (changes == null ? 0 : counts.length); c++) {
        counts[c] += share * of.ints(slot)[of.intsAt(slot) + changes.counts() + c];
      }
      times = Math.max(times, of.ints(slot)[of.intsAt(slot) + updates]);
    }
    for (NodeStates of : states) {
      int slot = of.find(node);
      float[] floats = of.floats(slot);
      int at = of.floatsAt(slot);
      System.arraycopy(mean, 0, floats, at + memory, memoryWidth);
      Arrays.fill(floats, at + message, at + message + messageWidth, 0);
      for (int i = 0; i < sums.length; i++) {
        floats[at + changes.sums() + i] = (float) sums[i];
      }
      for (int c = 0; c < (changes == null ? 0 : counts.length); c++) {
        of.ints(slot)[of.intsAt(slot) + changes.counts() + c] = (int) Math.ceil(counts[c]);
      }
      of.ints(slot)[of.intsAt(slot) + updates] = times;
      of.longs(slot)[of.longsAt(slot) + lastUpdate] = times > 0 ? latest : 0;
      of.longs(slot)[of.longsAt(slot) + pendingTime] = 0;
      of.changed(slot);
    }
    ring.merge(node, states);
  }

  /** When the memory was updated last, {@link Long#MIN_VALUE} for never. */
  private long updatedAt(NodeStates nodes, long node) {
    int slot = nodes.find(node);
    return nodes.ints(slot)[nodes.intsAt(slot) + updates] == 0
        ? Long.MIN_VALUE
        : nodes.longs(slot)[nodes.longsAt(slot) + lastUpdate];
  }
}
