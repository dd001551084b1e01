/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;

/**
 * All nodes of a graph in a queue, each with a time that is not after its last edge: who finds the
 * first one active since then sends it to the end again with its new time, else it is the one to
 * go. That makes, at sixteen bytes per node and without a word when a node is active, almost an
 * order by last activity.
 */
final class ActivityClock {
  static final int CHUNK = 512;

  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int from;
  private long firstChunk;
  private long removedFrom;
  private long size;

  private static final class Chunk {
    private final long[] ids = new long[CHUNK];
    private final long[] times = new long[CHUNK];
    private int filled;
    private boolean changed;
  }

  /** Nodes in the queue. */
  long size() {
    return size;
  }

  /** Heap bytes. */
  long bytes() {
    return chunks.size() * (16L * CHUNK + 80);
  }

  void add(long id, long millis) {
    Chunk last = chunks.peekLast();
    if (last == null || last.filled == CHUNK) {
      last = new Chunk();
      chunks.addLast(last);
    }
    last.ids[last.filled] = id;
    last.times[last.filled++] = millis;
    last.changed = true;
    size++;
  }

  /** The first node; there must be one. */
  long firstId() {
    return chunks.getFirst().ids[from];
  }

  /** The time of the first node. */
  long firstMillis() {
    return chunks.getFirst().times[from];
  }

  void removeFirst() {
    from++;
    size--;
    if (from == chunks.getFirst().filled) {
      // Also one that is not full: the next node begins another.
      chunks.removeFirst();
      firstChunk++;
      from = 0;
    }
  }

  /** Writes what changed; piece n of the queue gets the id {@code base + n}. */
  void writeChanges(long base, PieceWriter out, PieceSink sink) {
    for (; removedFrom < firstChunk; removedFrom++) {
      sink.remove(base + removedFrom);
    }
    long number = firstChunk;
    for (Chunk chunk : chunks) {
      if (chunk.changed) {
        out.begin();
        out.varint(chunk.filled);
        for (int i = 0; i < chunk.filled; i++) {
          out.int64(chunk.ids[i]);
          out.int64(chunk.times[i]);
        }
        out.put(base + number, sink);
        chunk.changed = false;
      }
      number++;
    }
  }

  void writePosition(PieceWriter out) {
    out.varint(firstChunk);
    out.varint(chunks.size());
    out.varint(from);
  }

  /** Before the pieces. */
  void readPosition(PieceReader in) {
    firstChunk = in.varint();
    removedFrom = firstChunk;
    int count = in.count("chunks of nodes", Integer.MAX_VALUE);
    from = in.count("as a place", CHUNK);
    chunks.clear();
    for (int i = 0; i < count; i++) {
      chunks.addLast(new Chunk());
    }
  }

  /** Forgets all nodes. */
  void clear() {
    firstChunk += chunks.size();
    chunks.clear();
    from = 0;
    size = 0;
  }

  private void read(PieceReader in, Chunk chunk) {
    chunk.filled = in.count("nodes", CHUNK);
    for (int i = 0; i < chunk.filled; i++) {
      chunk.ids[i] = in.int64();
      chunk.times[i] = in.int64();
    }
    in.end();
    size += chunk.filled;
  }

  /** Reads all pieces, after the position. */
  void restore(LongFunction<PieceReader> pieces) {
    size = -from;
    long number = firstChunk;
    for (Chunk chunk : chunks) {
      read(pieces.apply(number++), chunk);
    }
  }
}
