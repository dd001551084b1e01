/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.partition;

import io.millrace.models.graph.node.IdTable;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.BitSet;

/**
 * Degrees and replicas of the nodes seen last. There are two generations of half the size each:
 * when the young one is full it becomes the old one, and what the old one held is forgotten unless
 * it was seen since. As pieces, each generation is cut into chunks of {@value #CHUNK} nodes, of
 * which those that changed are written.
 */
final class KnownNodes {
  static final int CHUNK = 512;

  /** Id, degree and replicas, and two places in a table that is half full. */
  private static final int BYTES = Long.BYTES + Integer.BYTES + Long.BYTES + 4 * Integer.BYTES;

  /** Chunks of one generation have ids below this, those of the other from it on. */
  private static final long OTHER = 1L << 31;

  private final int half;
  private Generation young = new Generation(0);
  private Generation old = new Generation(OTHER);

  private static final class Generation {
    final long firstPiece;
    final IdTable ids = new IdTable();
    final BitSet changed = new BitSet();
    int[] degrees = new int[64];
    long[] replicas = new long[64];
    int chunksWritten;

    Generation(long firstPiece) {
      this.firstPiece = firstPiece;
    }

    int size() {
      return ids.limit() - 1;
    }

    int chunks() {
      return (size() + CHUNK - 1) / CHUNK;
    }

    void clear() {
      ids.clear();
      changed.clear();
    }

    void put(long id, int degree, long holders) {
      int number = ids.intern(id);
      degrees = Floats.fit(degrees, number + 1);
      replicas = Floats.fit(replicas, number + 1);
      degrees[number] = degree;
      replicas[number] = holders;
      changed.set((number - 1) / CHUNK);
    }

    void writeChanges(long base, PieceWriter out, PieceSink sink) {
      for (int chunk = changed.nextSetBit(0); chunk >= 0; chunk = changed.nextSetBit(chunk + 1)) {
        int end = Math.min(size(), (chunk + 1) * CHUNK);
        out.begin();
        out.varint(end - chunk * CHUNK);
        for (int number = chunk * CHUNK + 1; number <= end; number++) {
          out.int64(ids.id(number));
          out.varint(degrees[number]);
          out.varint(replicas[number]);
        }
        out.put(base + firstPiece + chunk, sink);
      }
      changed.clear();
      for (int chunk = chunks(); chunk < chunksWritten; chunk++) {
        sink.remove(base + firstPiece + chunk);
      }
      chunksWritten = chunks();
    }

    void read(PieceReader in) {
      int count = in.count("nodes", CHUNK);
      for (int i = 0; i < count; i++) {
        long id = in.int64();
        int degree = in.count("edges", Integer.MAX_VALUE);
        put(id, degree, in.varint());
      }
      in.end();
    }

    void restored() {
      changed.clear();
      chunksWritten = chunks();
    }
  }

  /**
   * @param most nodes remembered
   */
  KnownNodes(int most) {
    half = most / 2;
  }

  /** Edges of the node so far; 0 of one that is not known. */
  int degree(long id) {
    int number = young.ids.find(id);
    if (number > 0) {
      return young.degrees[number];
    }
    number = old.ids.find(id);
    return number > 0 ? old.degrees[number] : 0;
  }

  /** A bit per partition that has the node; 0 of one that is not known. */
  long replicas(long id) {
    int number = young.ids.find(id);
    if (number > 0) {
      return young.replicas[number];
    }
    number = old.ids.find(id);
    return number > 0 ? old.replicas[number] : 0;
  }

  /** Counts an edge of the node in a partition. */
  void came(long id, int partition) {
    int degree = degree(id);
    long replicas = replicas(id);
    if (young.ids.find(id) == 0 && young.size() == half) {
      Generation forgotten = old;
      old = young;
      young = forgotten;
      young.clear();
    }
    young.put(id, degree == Integer.MAX_VALUE ? degree : degree + 1, replicas | (1L << partition));
  }

  int size() {
    return young.size() + old.size();
  }

  void clear() {
    young.clear();
    old.clear();
  }

  long bytes() {
    return (long) size() * BYTES;
  }

  long mostBytes() {
    return 2L * half * BYTES;
  }

  /** Which generation is the young one. */
  boolean turned() {
    return young.firstPiece != 0;
  }

  /** Says which generation is the young one, before pieces are read. */
  void turned(boolean turned) {
    if (turned != turned()) {
      Generation other = old;
      old = young;
      young = other;
    }
  }

  void writeChanges(long base, PieceWriter out, PieceSink sink) {
    young.writeChanges(base, out, sink);
    old.writeChanges(base, out, sink);
  }

  /**
   * Reads a piece; those of a generation in the order of their ids.
   *
   * @param piece its id, less the base
   */
  void read(long piece, PieceReader in) {
    boolean ofYoung = piece < OTHER == (young.firstPiece == 0);
    (ofYoung ? young : old).read(in);
  }

  /** All pieces were read. */
  void restored() {
    young.restored();
    old.restored();
  }
}
