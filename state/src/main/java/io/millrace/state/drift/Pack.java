/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * A small state in one piece. A store pays per entry, for looking several up most of all, and a
 * small learner changes as a whole anyway: while all pieces together are small they are written as
 * a single one, and where there is that one there is no other. Once they have outgrown it, each is
 * an entry of its own, and only those that changed are written.
 *
 * <p>Layout 1: id, length and bytes of each piece.
 */
final class Pack implements PieceSink {
  /** Id of the pack among the pieces of a state. */
  static final long ID = -3;

  /** Beyond this many bytes pieces are spread; a spread state is packed again below half of it. */
  static final int LIMIT = 4096;

  private static final int VERSION = 1;
  private static final byte[] NOTHING = {};
  private static final long[] NONE = {};

  /** The pieces as they were written last; nothing while they are spread. */
  private byte[] content = NOTHING;

  /** Pieces that are in the content, but in the store as entries of their own. */
  private long[] strays = NONE;

  private boolean stored;
  private boolean spread;

  // During a write: the pieces handed over, and the ids of those and of the removed ones.
  private PieceSink sink;
  private PieceWriter out;
  private long[] touched = NONE;
  private int touches;

  /** Begins a write; until its end pieces are put here. */
  PieceSink begin(PieceSink to) {
    if (spread) {
      return to;
    }
    sink = to;
    out = new PieceWriter();
    touches = 0;
    return this;
  }

  @Override
  public void put(long piece, byte[] bytes, int length) {
    if (spread) {
      sink.put(piece, bytes, length);
      return;
    }
    touch(piece);
    append(piece, bytes, length);
    if (out.length() > LIMIT) {
      spread();
    }
  }

  @Override
  public void remove(long piece) {
    if (spread) {
      sink.remove(piece);
    } else {
      touch(piece);
    }
  }

  private void append(long piece, byte[] bytes, int length) {
    out.int64(piece);
    out.varint(length);
    out.raw(bytes, length);
  }

  /** Whatever was known of the piece no longer counts. */
  private void touch(long piece) {
    if (contains(touched, touches, piece)) {
      byte[] before = written();
      out.begin();
      forEach(
          before,
          (other, bytes, length) -> {
            if (other != piece) {
              append(other, bytes, length);
            }
          });
      return;
    }
    if (touches == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touches + 4);
    }
    touched[touches++] = piece;
  }

  private static boolean contains(long[] ids, int count, long id) {
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }

  private byte[] written() {
    return Arrays.copyOf(out.bytes(), out.length());
  }

  /** Ends the write. */
  void end() {
    if (!spread) {
      forEach(
          content,
          (piece, bytes, length) -> {
            if (!contains(touched, touches, piece)) {
              append(piece, bytes, length);
            }
          });
      if (out.length() > LIMIT) {
        content = NOTHING;
        spread();
      } else {
        content = written();
        for (long stray : strays) {
          sink.remove(stray);
        }
        strays = NONE;
        out.begin().u8(VERSION);
        out.raw(content, content.length);
        out.put(ID, sink);
        stored = true;
      }
    }
    sink = null;
    out = null;
  }

  /** Writes each piece by itself: those of this write, and those of earlier ones that stand. */
  private void spread() {
    spread = true;
    for (long stray : strays) {
      if (contains(touched, touches, stray)) {
        sink.remove(stray);
      }
    }
    forEach(
        content,
        (piece, bytes, length) -> {
          if (!contains(touched, touches, piece)) {
            sink.put(piece, bytes, length);
          }
        });
    forEach(written(), sink::put);
    if (stored) {
      sink.remove(ID);
    }
    content = NOTHING;
    strays = NONE;
    touched = NONE;
    touches = 0;
    stored = false;
  }

  private static void forEach(byte[] content, PieceSource.Piece consumer) {
    PieceReader in = new PieceReader(ID, content, content.length);
    while (!in.atEnd()) {
      long piece = in.int64();
      byte[] bytes = in.raw(in.count("bytes of a piece", content.length));
      consumer.accept(piece, bytes, bytes.length);
    }
  }

  /** Takes over what a store holds, packed or not, and gives all of its pieces. */
  PieceSource restore(PieceSource source) {
    content = NOTHING;
    strays = NONE;
    stored = false;
    spread = false;
    source.forEach(
        (piece, bytes, length) -> {
          if (piece == ID) {
            PieceReader in = new PieceReader(ID, bytes, length);
            in.version(VERSION);
            content = in.raw(in.remaining());
            stored = true;
          }
        });
    if (stored) {
      return consumer -> forEach(content, consumer);
    }
    gather(source);
    return source;
  }

  /** Packs pieces that lie by themselves with the next write, where they are small. */
  private void gather(PieceSource source) {
    long[] bytes = new long[2];
    source.forEach(
        (piece, unused, length) -> {
          bytes[0] += Long.BYTES + 2 + length;
          bytes[1]++;
        });
    if (bytes[0] > LIMIT / 2) {
      spread = true;
      return;
    }
    out = new PieceWriter();
    strays = new long[(int) bytes[1]];
    bytes[1] = 0;
    source.forEach(
        (piece, found, length) -> {
          append(piece, found, length);
          strays[(int) bytes[1]++] = piece;
        });
    content = written();
    out = null;
  }

  /** Heap bytes. */
  long bytes() {
    return 120 + content.length + 8L * (touched.length + strays.length);
  }
}
