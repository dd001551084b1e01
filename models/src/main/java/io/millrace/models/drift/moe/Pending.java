/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import java.util.BitSet;

/**
 * The instances and targets that wait for the router's next step. Written in blocks of some rows,
 * so that a checkpoint in the middle of a batch writes what came since the last one.
 */
final class Pending {
  private static final int VERSION = 1;
  private static final int BLOCK = 16;
  private static final long HEAD = 0;

  private final int capacity;
  private final int inputs;
  private final float[] rows;
  private final long[] masks;
  private float[] unpacked = new float[0];
  private final BitSet dirty = new BitSet();
  private final PieceWriter out = new PieceWriter();
  private int size;
  private int written = -1;
  private int writtenClasses;

  Pending(int capacity, int inputs) {
    this.capacity = capacity;
    this.inputs = inputs;
    rows = new float[capacity * inputs];
    masks = new long[capacity];
  }

  /** What a network reads: missing values are 0. */
  static void copy(double[] x, float[] into, int at) {
    for (int i = 0; i < x.length; i++) {
      into[at + i] = Double.isNaN(x[i]) ? 0 : (float) x[i];
    }
  }

  void add(double[] x, long mask) {
    copy(x, rows, size * inputs);
    masks[size] = mask;
    dirty.set(size / BLOCK);
    size++;
  }

  boolean full() {
    return size == capacity;
  }

  int size() {
    return size;
  }

  void fill(float[] into) {
    System.arraycopy(rows, 0, into, 0, size * inputs);
  }

  /** The masks as rows of zeros and ones. */
  float[] targets(int outputs) {
    if (unpacked.length < size * outputs) {
      unpacked = new float[capacity * outputs];
    }
    for (int row = 0; row < size; row++) {
      for (int o = 0; o < outputs; o++) {
        unpacked[row * outputs + o] = masks[row] >>> o & 1;
      }
    }
    return unpacked;
  }

  void clear() {
    size = 0;
    dirty.clear();
  }

  long heapBytes() {
    return 4L * rows.length + 8L * masks.length + 200;
  }

  /** Blocks behind the last row stay where they are and are not read. */
  void writeChanges(PieceSink sink, int classes) {
    for (int b = dirty.nextSetBit(0); b >= 0; b = dirty.nextSetBit(b + 1)) {
      out.begin();
      out.u8(VERSION);
      for (int row = b * BLOCK; row < Math.min(size, (b + 1) * BLOCK); row++) {
        out.int64(masks[row]);
        for (int i = 0; i < inputs; i++) {
          out.float32(rows[row * inputs + i]);
        }
      }
      out.put(HEAD + 1 + b, sink);
    }
    dirty.clear();
    if (written != size || writtenClasses != classes) {
      out.begin();
      out.u8(VERSION);
      out.varint(inputs);
      out.varint(capacity);
      out.varint(classes);
      out.varint(size);
      out.put(HEAD, sink);
      written = size;
      writtenClasses = classes;
    }
  }

  /** Gives the number of classes. */
  int restore(PieceSource source) {
    written = -1;
    source.forEach(
        (id, bytes, length) -> {
          if (id == HEAD) {
            readHead(new PieceReader(id, bytes, length));
          }
        });
    if (written < 0) {
      throw new IllegalArgumentException(
          "piece 0, the head of a mixture, is missing: restore an earlier checkpoint");
    }
    int[] found = {0};
    source.forEach(
        (id, bytes, length) -> {
          if (id > HEAD && id <= (size + BLOCK - 1) / BLOCK) {
            found[0] += readBlock((int) (id - HEAD - 1), new PieceReader(id, bytes, length));
          }
        });
    if (found[0] != size) {
      throw new IllegalArgumentException(
          "%d of %d waiting instances found: restore an earlier checkpoint"
              .formatted(found[0], size));
    }
    dirty.clear();
    return writtenClasses;
  }

  private void readHead(PieceReader in) {
    in.version(VERSION);
    int storedInputs = in.count("attributes", Integer.MAX_VALUE);
    int storedCapacity = in.count("instances a batch", Integer.MAX_VALUE);
    if (storedInputs != inputs || storedCapacity != capacity) {
      throw new IllegalArgumentException(
          "a mixture of %d attributes and batches of %d was written, this one has %d and %d: restore with the settings it was written with"
              .formatted(storedInputs, storedCapacity, inputs, capacity));
    }
    writtenClasses = in.count("classes", 1 << 20);
    size = in.count("waiting instances", capacity);
    written = size;
    in.end();
  }

  private int readBlock(int block, PieceReader in) {
    in.version(VERSION);
    int from = block * BLOCK;
    int to = Math.min(size, from + BLOCK);
    for (int row = from; row < to; row++) {
      masks[row] = in.int64();
      for (int i = 0; i < inputs; i++) {
        rows[row * inputs + i] = in.float32();
      }
    }
    in.end();
    return to - from;
  }
}
