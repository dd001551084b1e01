/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import io.millrace.models.tensor.HalfFloats;

/** The upper half of a float, rounded to nearest even: its range with 8 bits of precision. */
final class Bf16 implements Codec {
  @Override
  public byte id() {
    return 3;
  }

  @Override
  public String name() {
    return "bf16";
  }

  @Override
  public int mostBytes(int count) {
    return 2 * count;
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    for (int i = 0; i < count; i++) {
      Bytes.put(out, to + 2 * i, HalfFloats.toBf16(values[at + i]));
    }
    return 2 * count;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    Bytes.checkDecode(name(), bytes.length, at, length, out.length, to, count, 2 * count);
    for (int i = 0; i < count; i++) {
      out[to + i] = HalfFloats.fromBf16(Bytes.shortAt(bytes, at + 2 * i));
    }
  }
}
