/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.graph.neighbour.NeighbourRing;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.tgn.TgnSettings.Aggregator;

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

  private final int pendingCount;
  private final int updates;
  private final int lastUpdate;
  private final int pendingTime;

  TgnRecord(TgnSettings settings, boolean predicts) {
    memory = layout.claimFloats(settings.memory());
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
    return seconds(nodes.longs(slot)[nodes.longsAt(slot) + lastUpdate], time);
  }

  /** Seconds from the last update of the memory to the pending message. */
  float pendingSpan(NodeStates nodes, int slot) {
    return sinceUpdate(nodes, slot, nodes.longs(slot)[nodes.longsAt(slot) + pendingTime]);
  }

  /** Seconds from the last message, or update, to a time. */
  float sinceMessage(NodeStates nodes, int slot, long time) {
    if (pending(nodes, slot) > 0) {
      return seconds(nodes.longs(slot)[nodes.longsAt(slot) + pendingTime], time);
    }
    return sinceUpdate(nodes, slot, time);
  }

  /** Never negative: a late edge counts as simultaneous. */
  static float seconds(long from, long to) {
    return to <= from ? 0 : (to - from) / 1000f;
  }
}
