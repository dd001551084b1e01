/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

/** IEEE floats as they are. */
final class Fp32 implements Codec {
  @Override
  public byte id() {
    return 1;
  }

  @Override
  public String name() {
    return "fp32";
  }

  @Override
  public int mostBytes(int count) {
    return 4 * count;
  }

  @Override
  public boolean plain() {
    return true;
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    for (int i = 0; i < count; i++) {
      Bytes.put(out, to + 4 * i, values[at + i]);
    }
    return 4 * count;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    Bytes.checkDecode(name(), bytes.length, at, length, out.length, to, count, 4 * count);
    for (int i = 0; i < count; i++) {
      out[to + i] = Bytes.floatAt(bytes, at + 4 * i);
    }
  }
}
