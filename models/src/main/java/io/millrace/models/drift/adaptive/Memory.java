/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.models.piece.Piecewise;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Fading counts of labels per context, a context being a hash of 64 bits. The table doubles up to a
 * bound; where it is crowded then, the context with the least weight makes room, as it does when
 * classes come late and the table has to shrink for them. Counts are kept as 16-bit shares of the
 * weight that a context remembers at most. Written in pages of some slots.
 */
final class Memory implements Piecewise {
  /** What a context is that has no slot. */
  static final int NONE = -1;

  private static final int VERSION = 1;
  private static final int PROBES = 8;
  private static final int PAGE = 64;
  private static final int FIRST_SLOTS = 256;
  private static final long HEAD = 0;
  private static final int WHOLE = 65_535;

  private final float unit;
  private final int maxBytes;
  private final PieceWriter out = new PieceWriter();
  private final BitSet dirty = new BitSet();
  private int classes;

  /** 0 where a slot is free. */
  private int[] keys = new int[FIRST_SLOTS];

  private char[] counts;
  private int used;
  private boolean dirtyHead = true;

  /** Pages that the store has. */
  private int storedPages;

  /**
   * @param most weight that a context remembers: older labels fade
   * @param maxBytes of the table, at least about
   */
  Memory(double most, int maxBytes, int classes) {
    unit = (float) (most / WHOLE);
    this.maxBytes = maxBytes;
    this.classes = classes;
    counts = new char[FIRST_SLOTS * classes];
  }

  /** Makes room for further classes: where the table would be too large, for fewer contexts. */
  void fitClasses(int newClasses) {
    while (keys.length > FIRST_SLOTS && bytes(keys.length, newClasses) > maxBytes) {
      resize(keys.length / 2);
    }
    char[] wider = new char[keys.length * newClasses];
    for (int slot = 0; slot < keys.length; slot++) {
      System.arraycopy(counts, slot * classes, wider, slot * newClasses, classes);
    }
    counts = wider;
    classes = newClasses;
    dirtyHead = true;
    dirty.set(0, keys.length / PAGE);
  }

  private static long bytes(int slots, int classes) {
    return (long) slots * (Integer.BYTES + classes * Character.BYTES);
  }

  /** Never 0, which marks free slots. */
  private static int key(long context) {
    return (int) (((context ^ (context >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32) | 1;
  }

  /**
   * By the highest bits, so that the slots of a bucket go to two neighbours when the table grows.
   */
  private int bucket(int key) {
    int bits = Integer.numberOfTrailingZeros(keys.length / PROBES);
    return ((key * 0x9E3779B1) >>> (Integer.SIZE - bits)) * PROBES;
  }

  /** The slot of a context, or {@link #NONE}. */
  int find(long context) {
    int key = key(context);
    int bucket = bucket(key);
    for (int slot = bucket; slot < bucket + PROBES; slot++) {
      if (keys[slot] == key) {
        return slot;
      }
    }
    return NONE;
  }

  /** Weight of a label in a slot. */
  float count(int slot, int label) {
    return slot == NONE ? 0 : counts[slot * classes + label] * unit;
  }

  void learn(long context, int label, double weight) {
    int slot = find(context);
    if (slot == NONE) {
      slot = place(context);
    }
    int at = slot * classes;
    int total = weight(counts, slot);
    double grown = counts[at + label] + weight / unit;
    double fade = Math.min(1, WHOLE / (total + weight / unit));
    for (int c = at; c < at + classes; c++) {
      counts[c] = (char) Math.round((c == at + label ? grown : counts[c]) * fade);
    }
    dirty.set(slot / PAGE);
  }

  private int place(long context) {
    if (2 * used > keys.length && bytes(2 * keys.length, classes) <= maxBytes) {
      resize(2 * keys.length);
    }
    int key = key(context);
    int slot = room(key);
    used += keys[slot] == 0 ? 1 : 0;
    keys[slot] = key;
    Arrays.fill(counts, slot * classes, (slot + 1) * classes, (char) 0);
    return slot;
  }

  /** A free slot for a key, or the one with the least weight. */
  private int room(int key) {
    int bucket = bucket(key);
    int best = bucket;
    int least = Integer.MAX_VALUE;
    for (int slot = bucket; slot < bucket + PROBES && least >= 0; slot++) {
      int total = keys[slot] == 0 ? -1 : weight(counts, slot);
      if (total < least) {
        least = total;
        best = slot;
      }
    }
    return best;
  }

  private int weight(char[] of, int slot) {
    int total = 0;
    for (int c = slot * classes; c < (slot + 1) * classes; c++) {
      total += of[c];
    }
    return total;
  }

  /**
   * Moves all contexts to a table of another size; in a smaller one those with most weight stay.
   */
  private void resize(int slots) {
    int[] oldKeys = keys;
    char[] oldCounts = counts;
    keys = new int[slots];
    counts = new char[slots * classes];
    used = 0;
    for (int from = 0; from < oldKeys.length; from++) {
      if (oldKeys[from] == 0) {
        continue;
      }
      int to = room(oldKeys[from]);
      if (keys[to] == 0 || weight(oldCounts, from) > weight(counts, to)) {
        used += keys[to] == 0 ? 1 : 0;
        keys[to] = oldKeys[from];
        System.arraycopy(oldCounts, from * classes, counts, to * classes, classes);
      }
    }
    dirtyHead = true;
    dirty.clear();
    dirty.set(0, slots / PAGE);
  }

  long heapBytes() {
    return 4L * keys.length + 2L * counts.length + 100;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (dirtyHead) {
      out.begin();
      out.u8(VERSION);
      out.varint(classes);
      out.varint(keys.length);
      out.put(HEAD, sink);
      dirtyHead = false;
    }
    for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
      out.begin();
      out.u8(VERSION);
      for (int slot = page * PAGE; slot < (page + 1) * PAGE; slot++) {
        out.varint(keys[slot] & 0xFFFFFFFFL);
        if (keys[slot] != 0) {
          for (int c = slot * classes; c < (slot + 1) * classes; c++) {
            out.varint(counts[c]);
          }
        }
      }
      out.put(HEAD + 1 + page, sink);
    }
    dirty.clear();
    int pages = keys.length / PAGE;
    for (int page = pages; page < storedPages; page++) {
      sink.remove(HEAD + 1 + page);
    }
    storedPages = pages;
  }

  @Override
  public void restore(PieceSource source) {
    keys = new int[0];
    source.forEach(
        (id, bytes, length) -> {
          if (id == HEAD) {
            readHead(new PieceReader(id, bytes, length));
          }
        });
    if (keys.length == 0) {
      throw new IllegalArgumentException(
          "piece 0, the head of a memory, is missing: restore an earlier checkpoint");
    }
    used = 0;
    source.forEach(
        (id, bytes, length) -> {
          if (id != HEAD) {
            readPage((int) (id - HEAD - 1), new PieceReader(id, bytes, length));
          }
        });
    dirty.clear();
    dirtyHead = false;
    storedPages = keys.length / PAGE;
  }

  private void readHead(PieceReader in) {
    in.version(VERSION);
    classes = in.count("classes", Labels.MAX + 1);
    int slots = in.count("slots", Math.max(FIRST_SLOTS, maxBytes / Integer.BYTES));
    if (Integer.bitCount(slots) != 1 || slots < FIRST_SLOTS) {
      throw in.damaged(slots + " slots, must be a power of two");
    }
    in.end();
    keys = new int[slots];
    counts = new char[slots * classes];
  }

  private void readPage(int page, PieceReader in) {
    in.version(VERSION);
    if (page < 0 || page >= keys.length / PAGE) {
      throw in.damaged("page " + page + " of " + keys.length / PAGE);
    }
    for (int slot = page * PAGE; slot < (page + 1) * PAGE; slot++) {
      keys[slot] = (int) in.varint();
      if (keys[slot] != 0) {
        used++;
        for (int c = slot * classes; c < (slot + 1) * classes; c++) {
          counts[c] = (char) in.count("as a share", WHOLE);
        }
      }
    }
    in.end();
  }
}
