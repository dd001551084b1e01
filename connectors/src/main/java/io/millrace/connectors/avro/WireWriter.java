/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes Avro's binary encoding into an array whose exact size was computed before. */
final class WireWriter {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int at;

  WireWriter(byte[] header, int size) {
    bytes = new byte[header.length + size];
    System.arraycopy(header, 0, bytes, 0, header.length);
    at = header.length;
  }

  static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return Math.max(1, (70 - Long.numberOfLeadingZeros(zigzag)) / 7);
  }

  static int sizeOf(byte[] value) {
    return sizeOf(value.length) + value.length;
  }

  static int sizeOf(float[] values) {
    return values.length == 0 ? 1 : sizeOf(values.length) + values.length * Float.BYTES + 1;
  }

  WireWriter put(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      bytes[at++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    bytes[at++] = (byte) zigzag;
    return this;
  }

  WireWriter put(float value) {
    FLOAT.set(bytes, at, value);
    at += Float.BYTES;
    return this;
  }

  WireWriter put(boolean value) {
    bytes[at++] = (byte) (value ? 1 : 0);
    return this;
  }

  WireWriter put(byte[] value) {
    put(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
    return this;
  }

  WireWriter put(float[] values) {
    if (values.length > 0) {
      put(values.length);
      for (float value : values) {
        FLOAT.set(bytes, at, value);
        at += Float.BYTES;
      }
    }
    return put(0);
  }

  byte[] done() {
    if (at != bytes.length) {
      throw new IllegalStateException("Wrote " + at + " bytes of " + bytes.length);
    }
    return bytes;
  }
}
