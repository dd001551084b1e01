/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Integers in as few bytes as they need: seven bits a byte, the lowest first (LEB128). */
public final class Varint {
  private static final int MAX_BYTES = 10;

  private Varint() {}

  /** Writes a number as it is; negative ones take ten bytes. */
  public static void write(long value, DataOutputView out) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  public static long read(DataInputView in) throws IOException {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      int next = in.readByte();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("integer runs on after ten bytes: the value is corrupt");
  }

  /** Writes a number near zero of either sign in few bytes. */
  public static void writeSigned(long value, DataOutputView out) throws IOException {
    write((value << 1) ^ (value >> 63), out);
  }

  public static long readSigned(DataInputView in) throws IOException {
    long value = read(in);
    return (value >>> 1) ^ -(value & 1);
  }

  /**
   * Reads a length.
   *
   * @throws IOException naming the field when it is negative or above {@code max}
   */
  public static int readLength(String field, int max, DataInputView in) throws IOException {
    long value = read(in);
    if (value < 0 || value > max) {
      throw new IOException(
          field + " is " + value + ", must lie in [0, " + max + "]: the value is corrupt");
    }
    return (int) value;
  }
}
