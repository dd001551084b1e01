/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** Little-endian numbers in byte arrays, and the checks that all codecs share. */
final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  static void put(byte[] bytes, int at, short value) {
    SHORT.set(bytes, at, value);
  }

  static void put(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static void put(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  static void put(byte[] bytes, int at, float value) {
    FLOAT.set(bytes, at, value);
  }

  static short shortAt(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long longAt(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static float floatAt(byte[] bytes, int at) {
    return (float) FLOAT.get(bytes, at);
  }

  static void checkDecode(
      String codec, int bytes, int at, int length, int out, int to, int count, int expected) {
    Objects.checkFromIndexSize(at, length, bytes);
    Objects.checkFromIndexSize(to, count, out);
    if (length != expected) {
      throw new ChunkException(
          codec + " chunk of " + count + " values has " + length + " bytes, must have " + expected);
    }
  }

  static float finite(String codec, float value, int index) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          codec + " cannot write " + value + " (value " + index + "): use fp32 to send it anyway");
    }
    return value;
  }

  static float scale(String codec, byte[] bytes, int at) {
    float scale = floatAt(bytes, at);
    if (!(scale >= 0) || Float.isInfinite(scale)) {
      throw new ChunkException(
          codec + " chunk has the scale " + scale + ", must be finite and >= 0");
    }
    return scale;
  }
}
