/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * A node's record as bytes. Layout 1: the numbers of ints, longs and floats; ints and longs, signed
 * and in as few bytes as they need; floats in turns of zeros, by number, and others, by number and
 * as they are. A node with few neighbours is mostly zeros.
 */
final class NodeFormat {
  private static final int VERSION = 1;

  private final NodeLayout layout;
  private final PieceWriter out = new PieceWriter();

  NodeFormat(NodeLayout layout) {
    this.layout = layout;
  }

  byte[] write(int[] ints, int intsAt, long[] longs, int longsAt, float[] floats, int floatsAt) {
    out.begin();
    out.u8(VERSION);
    out.varint(layout.ints());
    out.varint(layout.longs());
    out.varint(layout.floats());
    for (int i = 0; i < layout.ints(); i++) {
      signed(ints[intsAt + i]);
    }
    for (int i = 0; i < layout.longs(); i++) {
      signed(longs[longsAt + i]);
    }
    int end = floatsAt + layout.floats();
    for (int at = floatsAt; at < end; ) {
      int zeros = at;
      // By bits: minus zero is another number.
      while (at < end && Float.floatToRawIntBits(floats[at]) == 0) {
        at++;
      }
      out.varint(at - zeros);
      int values = at;
      while (at < end && Float.floatToRawIntBits(floats[at]) != 0) {
        at++;
      }
      out.varint(at - values);
      for (int i = values; i < at; i++) {
        out.float32(floats[i]);
      }
    }
    return Arrays.copyOf(out.bytes(), out.length());
  }

  private void signed(long value) {
    out.varint((value << 1) ^ (value >> 63));
  }

  private static long signed(PieceReader in) {
    long value = in.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /**
   * @throws IllegalArgumentException when it is damaged, or of another layout
   */
  void read(
      long id,
      byte[] bytes,
      int[] ints,
      int intsAt,
      long[] longs,
      int longsAt,
      float[] floats,
      int floatsAt) {
    PieceReader in = new PieceReader(id, bytes, bytes.length);
    in.version(VERSION);
    long ownInts = in.varint();
    long ownLongs = in.varint();
    long ownFloats = in.varint();
    if (ownInts != layout.ints() || ownLongs != layout.longs() || ownFloats != layout.floats()) {
      throw new IllegalArgumentException(
          "the record of node %d has %d ints, %d longs and %d floats, this model's have %d, %d and %d: restore with the settings it was written with"
              .formatted(
                  id,
                  ownInts,
                  ownLongs,
                  ownFloats,
                  layout.ints(),
                  layout.longs(),
                  layout.floats()));
    }
    for (int i = 0; i < layout.ints(); i++) {
      ints[intsAt + i] = (int) signed(in);
    }
    for (int i = 0; i < layout.longs(); i++) {
      longs[longsAt + i] = signed(in);
    }
    int end = floatsAt + layout.floats();
    for (int at = floatsAt; at < end; ) {
      int zeros = in.count("zeros", end - at);
      Arrays.fill(floats, at, at + zeros, 0);
      at += zeros;
      int values = in.count("floats", end - at);
      for (int i = 0; i < values; i++) {
        floats[at++] = in.float32();
      }
    }
    in.end();
  }
}
