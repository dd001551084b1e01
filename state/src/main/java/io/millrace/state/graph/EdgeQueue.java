/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Edges that wait for their turn, in the order of their time; at the same time by partition and
 * offset, so that it matters not how partitions were read, else as they came. An edge that comes
 * and goes between two writes is never written.
 */
public final class EdgeQueue {
  /** Pieces have ids from here down. */
  static final long FIRST_ID = -16;

  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingLong(entry -> entry.edge.timeMillis())
          .thenComparingInt(entry -> entry.edge.origin().partition())
          .thenComparingLong(entry -> entry.edge.origin().offset())
          .thenComparingLong(entry -> entry.number);

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Entry> fresh = new ArrayList<>();
  private long[] gone = new long[8];
  private int goneCount;
  private int head;
  private long next;
  private long bytes;

  private static final class Entry {
    private final Edge edge;
    private final long number;
    private boolean stored;
    private boolean taken;

    Entry(Edge edge, long number) {
      this.edge = edge;
      this.number = number;
    }

    long bytes() {
      return 200
          + 4L * edge.features().length
          + length(edge.edgeId())
          + length(edge.label())
          + length(edge.source().name())
          + length(edge.target().name());
    }

    private static int length(String text) {
      return text == null ? 0 : 48 + text.length();
    }
  }

  /** Whether an edge of that id waits. */
  public boolean holds(String edgeId) {
    return ids.contains(edgeId);
  }

  public void add(Edge edge) {
    Entry entry = new Entry(edge, next++);
    fresh.add(entry);
    insert(entry);
  }

  private void insert(Entry entry) {
    int at = entries.size();
    // Mostly in order already.
    while (at > head && ORDER.compare(entries.get(at - 1), entry) > 0) {
      at--;
    }
    entries.add(at, entry);
    bytes += entry.bytes();
    if (entry.edge.edgeId() != null) {
      ids.add(entry.edge.edgeId());
    }
  }

  /** Edges that wait. */
  public int size() {
    return entries.size() - head;
  }

  /**
   * A waiting edge.
   *
   * @param place 0 for the first one
   */
  public Edge get(int place) {
    return entries.get(head + place).edge;
  }

  /** Takes the first edges. */
  public void take(int count) {
    for (int i = 0; i < count; i++) {
      Entry entry = entries.set(head++, null);
      entry.taken = true;
      bytes -= entry.bytes();
      if (entry.edge.edgeId() != null) {
        ids.remove(entry.edge.edgeId());
      }
      if (entry.stored) {
        if (goneCount == gone.length) {
          gone = Arrays.copyOf(gone, 2 * goneCount);
        }
        gone[goneCount++] = entry.number;
      }
    }
    if (2 * head > entries.size()) {
      entries.subList(0, head).clear();
      head = 0;
    }
    if (fresh.size() > 64 && fresh.size() > 4 * size()) {
      fresh.removeIf(entry -> entry.taken);
    }
  }

  /** Heap bytes, estimated. */
  long bytes() {
    return bytes + 8L * (fresh.size() + gone.length);
  }

  void writeChanges(PieceWriter out, PieceSink sink) {
    for (int i = 0; i < goneCount; i++) {
      sink.remove(FIRST_ID - gone[i]);
    }
    goneCount = 0;
    for (Entry entry : fresh) {
      if (!entry.taken) {
        EdgeFormat.write(entry.edge, out.begin());
        out.put(FIRST_ID - entry.number, sink);
        entry.stored = true;
      }
    }
    fresh.clear();
  }

  /** Takes in a piece that was written; any order will do. */
  void restore(String graphId, long id, PieceReader in) {
    Entry entry = new Entry(EdgeFormat.read(graphId, in), FIRST_ID - id);
    entry.stored = true;
    next = Math.max(next, entry.number + 1);
    entries.add(entry);
  }

  /** All pieces were restored. */
  void restored() {
    List<Entry> all = new ArrayList<>(entries);
    all.sort(ORDER);
    entries.clear();
    head = 0;
    bytes = 0;
    all.forEach(this::insert);
  }
}
