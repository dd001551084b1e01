/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of one piece after the other, little-endian; the buffer is used again. */
public final class PieceWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Whole numbers below this are written as such by {@link #amount}. */
  private static final double WHOLE = 0x1p52;

  private byte[] bytes = new byte[256];
  private int length;

  /** Begins the next piece. */
  public PieceWriter begin() {
    length = 0;
    return this;
  }

  /** The live buffer; valid up to {@link #length} and until the next write. */
  @SuppressWarnings("EI_EXPOSE_REP")
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Ends the piece: hands it over under that id. */
  public void put(long id, PieceSink sink) {
    sink.put(id, bytes, length);
  }

  public void u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  public void flag(boolean value) {
    u8(value ? 1 : 0);
  }

  /** Seven bits a byte, the lowest first; negative numbers take ten bytes. */
  public void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (((int) rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  public void int64(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  public void float64(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  public void float32(float value) {
    reserve(Float.BYTES);
    INT.set(bytes, length, Float.floatToRawIntBits(value));
    length += Float.BYTES;
  }

  /** A non-negative amount, exactly; in few bytes when it is a whole number. */
  public void amount(double value) {
    if (value < WHOLE && value >= 0 && value == Math.rint(value)) {
      varint((long) value << 1);
    } else {
      u8(1);
      float64(value);
    }
  }

  /** Bytes as they are. */
  public void raw(byte[] source, int count) {
    reserve(count);
    System.arraycopy(source, 0, bytes, length, count);
    length += count;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
