/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what a {@link PieceWriter} wrote. Whatever is wrong with the bytes ends as an {@link
 * IllegalArgumentException} that names the piece.
 */
public final class PieceReader {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long id;
  private final byte[] bytes;
  private final int length;
  private int at;

  /**
   * @param bytes read during the reader's life, not copied
   */
  @SuppressWarnings("EI_EXPOSE_REP2")
  public PieceReader(long id, byte[] bytes, int length) {
    this.id = id;
    this.bytes = bytes;
    this.length = length;
  }

  /** What to throw when the content makes no sense. */
  public IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException(
        "piece "
            + id
            + ", byte "
            + at
            + " of "
            + length
            + ": "
            + what
            + "; the state is damaged, restore an earlier checkpoint");
  }

  /** Reads a version and refuses those above the newest known. */
  public int version(int newest) {
    int version = u8();
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException(
          "piece "
              + id
              + " has version "
              + version
              + ", known are 1 to "
              + newest
              + ": run the release that wrote it, or a later one");
    }
    return version;
  }

  public int u8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  public boolean flag() {
    return u8() != 0;
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged("an integer runs on after ten bytes");
  }

  /** A number of things, at most {@code max}. */
  public int count(String what, int max) {
    long value = varint();
    if (value < 0 || value > max) {
      throw damaged(value + " " + what + ", at most " + max + " are possible");
    }
    return (int) value;
  }

  public long int64() {
    need(Long.BYTES);
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  public double float64() {
    return Double.longBitsToDouble(int64());
  }

  public float float32() {
    need(Float.BYTES);
    float value = Float.intBitsToFloat((int) INT.get(bytes, at));
    at += Float.BYTES;
    return value;
  }

  public double amount() {
    if (at < length && bytes[at] == 1) {
      at++;
      return float64();
    }
    long value = varint();
    if ((value & 1) != 0) {
      throw damaged("an amount that is neither whole nor marked as a fraction");
    }
    return value >>> 1;
  }

  /** Bytes as they are; a copy. */
  public byte[] raw(int count) {
    need(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  /** Bytes that are left. */
  public int remaining() {
    return length - at;
  }

  public boolean atEnd() {
    return at == length;
  }

  /** Complains about bytes left over. */
  public void end() {
    if (at != length) {
      throw damaged("bytes are left over");
    }
  }

  private void need(int more) {
    if (more > length - at) {
      throw damaged("it ends too early");
    }
  }
}
