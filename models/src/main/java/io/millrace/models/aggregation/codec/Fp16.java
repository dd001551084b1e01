/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import io.millrace.models.tensor.HalfFloats;

/** IEEE 754 half precision, rounded to nearest even; beyond 65504 values become infinite. */
final class Fp16 implements Codec {
  @Override
  public byte id() {
    return 2;
  }

  @Override
  public String name() {
    return "fp16";
  }

  @Override
  public int mostBytes(int count) {
    return 2 * count;
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    for (int i = 0; i < count; i++) {
      Bytes.put(out, to + 2 * i, HalfFloats.toFp16(values[at + i]));
    }
    return 2 * count;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    Bytes.checkDecode(name(), bytes.length, at, length, out.length, to, count, 2 * count);
    for (int i = 0; i < count; i++) {
      out[to + i] = HalfFloats.fromFp16(Bytes.shortAt(bytes, at + 2 * i));
    }
  }
}
