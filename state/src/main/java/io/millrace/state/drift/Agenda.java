/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What a stream waits for: events in the order of their time, at the same time instances before
 * labels, else as they came; and instances without label, the one that has waited longest first.
 */
public final class Agenda {
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingLong(entry -> entry.event().timeMillis())
          .thenComparing(entry -> !(entry.event() instanceof Arrival))
          .thenComparingLong(entry -> entry.number);

  private final PriorityQueue<Entry> queue = new PriorityQueue<>(ORDER);
  private final Set<String> queuedInstances = new HashSet<>();
  private final Set<String> queuedLabels = new HashSet<>();
  private final Map<String, Entry> waiting = new LinkedHashMap<>();
  private final Ledger ledger = new Ledger();

  /** Whether an event of that kind and instance is queued, or the instance waits for its label. */
  public boolean holds(DriftEvent event) {
    return event instanceof Arrival
        ? queuedInstances.contains(event.instanceId()) || waiting.containsKey(event.instanceId())
        : queuedLabels.contains(event.instanceId());
  }

  public void queue(DriftEvent event) {
    Entry entry = Entry.queued(event);
    ledger.add(entry);
    enqueue(entry);
  }

  private void enqueue(Entry entry) {
    queue.add(entry);
    ids(entry.event()).add(entry.event().instanceId());
  }

  private Set<String> ids(DriftEvent event) {
    return event instanceof Arrival ? queuedInstances : queuedLabels;
  }

  /** Event time of the next event, or {@link Long#MAX_VALUE} where there is none. */
  public long nextMillis() {
    return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().event().timeMillis();
  }

  /** Takes the next event out of the queue, which must have one. */
  public DriftEvent poll() {
    Entry entry = queue.remove();
    ids(entry.event()).remove(entry.event().instanceId());
    ledger.remove(entry);
    return entry.event();
  }

  /** Lets an instance wait for its label. */
  public void await(Arrival arrival, double[] votes, int expert, double entropy) {
    Entry entry = Entry.waiting(arrival, votes, expert, entropy);
    ledger.add(entry);
    waiting.put(arrival.instanceId(), entry);
  }

  /** The instance that waits for its label, or null. */
  public Entry waiting(String instanceId) {
    return waiting.get(instanceId);
  }

  /** How many instances wait for their label. */
  public int waiting() {
    return waiting.size();
  }

  /** The instance that has waited longest, or null. */
  public Entry eldest() {
    Iterator<Entry> entries = waiting.values().iterator();
    return entries.hasNext() ? entries.next() : null;
  }

  /** Lets an instance wait no longer. */
  public void settle(Entry entry) {
    waiting.remove(entry.event().instanceId());
    ledger.remove(entry);
  }

  void writeChanges(PieceWriter writer, PieceSink sink) {
    ledger.writeChanges(writer, sink);
  }

  void restore(List<Entry> entries) {
    entries.sort(Comparator.comparingLong(entry -> entry.number));
    for (Entry entry : entries) {
      if (entry.waiting()) {
        waiting.put(entry.event().instanceId(), entry);
      } else {
        enqueue(entry);
      }
    }
  }

  Ledger ledger() {
    return ledger;
  }
}
