/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

/**
 * Blocks of 256 values as signed bytes and one float scale each: value = scale · byte, with the
 * block's largest magnitude at 127. The error is at most half a scale.
 */
final class Int8 implements Codec {
  static final int BLOCK = 256;

  @Override
  public byte id() {
    return 4;
  }

  @Override
  public String name() {
    return "int8";
  }

  @Override
  public int mostBytes(int count) {
    return count + 4 * blocks(count);
  }

  private static int blocks(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    int byteAt = to;
    for (int from = 0; from < count; from += BLOCK) {
      int used = Math.min(BLOCK, count - from);
      float largest = 0;
      for (int i = 0; i < used; i++) {
        largest =
            Math.max(largest, Math.abs(Bytes.finite(name(), values[at + from + i], from + i)));
      }
      float scale = largest / 127;
      Bytes.put(out, byteAt, scale);
      byteAt += 4;
      for (int i = 0; i < used; i++) {
        int rounded = scale == 0 ? 0 : (int) Math.rint(values[at + from + i] / scale);
        out[byteAt++] = (byte) Math.max(-127, Math.min(127, rounded));
      }
    }
    return byteAt - to;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    Bytes.checkDecode(name(), bytes.length, at, length, out.length, to, count, mostBytes(count));
    int byteAt = at;
    for (int from = 0; from < count; from += BLOCK) {
      int used = Math.min(BLOCK, count - from);
      float scale = Bytes.scale(name(), bytes, byteAt);
      byteAt += 4;
      for (int i = 0; i < used; i++) {
        out[to + from + i] = scale * bytes[byteAt++];
      }
    }
  }
}
