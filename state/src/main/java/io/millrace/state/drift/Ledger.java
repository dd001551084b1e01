/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which entries are in the store. An entry that comes and goes between two writes is never written.
 * Pieces have ids from {@link #FIRST_ID} down.
 */
final class Ledger {
  static final long FIRST_ID = -16;
  private static final int SMALL = 64;

  private final List<Entry> fresh = new ArrayList<>();
  private long[] gone = new long[8];
  private int goneCount;
  private int dead;
  private long next;
  private long bytes;

  void add(Entry entry) {
    entry.number = next++;
    fresh.add(entry);
    bytes += entry.bytes();
  }

  /** Takes in an entry that was read from the store. */
  void restored(Entry entry, long id) {
    entry.number = FIRST_ID - id;
    entry.stored = true;
    next = Math.max(next, entry.number + 1);
    bytes += entry.bytes();
  }

  void remove(Entry entry) {
    bytes -= entry.bytes();
    entry.gone = true;
    if (entry.stored) {
      if (goneCount == gone.length) {
        gone = Arrays.copyOf(gone, 2 * goneCount);
      }
      gone[goneCount++] = entry.number;
    } else {
      dead++;
      if (dead > SMALL && 2 * dead > fresh.size()) {
        fresh.removeIf(old -> old.gone);
        dead = 0;
      }
    }
  }

  void writeChanges(PieceWriter writer, PieceSink sink) {
    for (int i = 0; i < goneCount; i++) {
      sink.remove(FIRST_ID - gone[i]);
    }
    goneCount = 0;
    for (Entry entry : fresh) {
      if (!entry.gone) {
        EntryFormat.write(entry, writer.begin());
        writer.put(FIRST_ID - entry.number, sink);
        entry.stored = true;
      }
    }
    fresh.clear();
    dead = 0;
  }

  /** Heap bytes of all entries. */
  long bytes() {
    return bytes + 8L * (fresh.size() + gone.length);
  }
}
