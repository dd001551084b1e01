/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

/**
 * Blocks of 64 values as 4-bit floats without a fraction (E3M0: a sign and three bits of exponent)
 * and one float scale each, as Streaming DiLoCo sends outer gradients (Douillard et al. 2025,
 * section 2.4: the format; blocks and scales are ours). Codes 1 to 7 stand for scale · 2^(code -
 * 7), code 0 for zero: from the block's largest magnitude down to 1/64 of it. Two values share a
 * byte, the earlier one in its low half.
 */
final class Float4 implements Codec {
  static final int BLOCK = 64;
  private static final float[] LEVELS = {
    0, 0x1p-6f, 0x1p-5f, 0x1p-4f, 0x1p-3f, 0x1p-2f, 0x1p-1f, 1, -0f, -0x1p-6f, -0x1p-5f, -0x1p-4f,
    -0x1p-3f, -0x1p-2f, -0x1p-1f, -1
  };

  @Override
  public byte id() {
    return 5;
  }

  @Override
  public String name() {
    return "fp4";
  }

  @Override
  public int mostBytes(int count) {
    int full = count / BLOCK;
    int rest = count % BLOCK;
    return full * (4 + BLOCK / 2) + (rest == 0 ? 0 : 4 + (rest + 1) / 2);
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    int byteAt = to;
    for (int from = 0; from < count; from += BLOCK) {
      int used = Math.min(BLOCK, count - from);
      float scale = 0;
      for (int i = 0; i < used; i++) {
        scale = Math.max(scale, Math.abs(Bytes.finite(name(), values[at + from + i], from + i)));
      }
      Bytes.put(out, byteAt, scale);
      byteAt += 4;
      for (int i = 0; i < used; i += 2) {
        int low = code(values[at + from + i], scale);
        int high = i + 1 < used ? code(values[at + from + i + 1], scale) : 0;
        out[byteAt++] = (byte) (low | (high << 4));
      }
    }
    return byteAt - to;
  }

  /** The nearest level; the middle of two goes to the larger one. */
  private static int code(float value, float scale) {
    if (scale == 0) {
      return 0;
    }
    float magnitude = Math.abs(value) / scale;
    int code;
    if (magnitude < 0x1p-7f) {
      code = 0;
    } else if (magnitude < 0x1p-6f) {
      code = 1;
    } else {
      int exponent = Math.getExponent(magnitude);
      code = exponent + 7 + (magnitude >= Math.scalb(1.5f, exponent) ? 1 : 0);
    }
    code = Math.min(7, code);
    return code != 0 && value < 0 ? code | 8 : code;
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
        int pair = bytes[byteAt + i / 2];
        out[to + from + i] = scale * LEVELS[(i & 1) == 0 ? pair & 15 : (pair >>> 4) & 15];
      }
      byteAt += (used + 1) / 2;
    }
  }
}
