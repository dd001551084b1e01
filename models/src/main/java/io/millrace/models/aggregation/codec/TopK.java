/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import java.util.Arrays;

/**
 * The largest magnitudes only, the earlier of equal ones first; a contraction (Stich et al.,
 * "Sparsified SGD with memory", 2018), so that it needs {@link ErrorFeedback} at the sender. Bytes:
 * the number of values, their places in rising order, the values.
 */
final class TopK implements Codec {
  private final double share;

  /**
   * Keeps a share of the values, at least one.
   *
   * @param share above 0, at most 1
   */
  TopK(double share) {
    this.share = Codecs.share("topk", share);
  }

  @Override
  public byte id() {
    return 6;
  }

  @Override
  public String name() {
    return "topk:" + share;
  }

  private int kept(int count) {
    return count == 0 ? 0 : Math.max(1, (int) Math.round(share * count));
  }

  @Override
  public int mostBytes(int count) {
    return 4 + 8 * kept(count);
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    int kept = kept(count);
    int[] magnitudes = new int[count];
    for (int i = 0; i < count; i++) {
      float value = Bytes.finite("topk", values[at + i], i);
      magnitudes[i] = Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
    }
    int threshold = 0;
    int ties = kept;
    if (kept > 0) {
      int[] sorted = magnitudes.clone();
      Arrays.sort(sorted);
      threshold = sorted[count - kept];
      for (int i = count - 1; i >= 0 && sorted[i] > threshold; i--) {
        ties--;
      }
    }
    Bytes.put(out, to, kept);
    int place = to + 4;
    int valueAt = place + 4 * kept;
    for (int i = 0; i < count; i++) {
      if (magnitudes[i] > threshold || (magnitudes[i] == threshold && ties-- > 0)) {
        Bytes.put(out, place, i);
        Bytes.put(out, valueAt, values[at + i]);
        place += 4;
        valueAt += 4;
      }
    }
    return 4 + 8 * kept;
  }

  /** Reads any number of values: the sender's share is the sender's business. */
  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    java.util.Objects.checkFromIndexSize(at, length, bytes.length);
    int kept = length < 4 ? -1 : Bytes.intAt(bytes, at);
    if (kept < 0 || kept > count) {
      throw new ChunkException(
          "topk chunk of " + count + " values claims to hold " + kept + " in " + length + " bytes");
    }
    Bytes.checkDecode("topk", bytes.length, at, length, out.length, to, count, 4 + 8 * kept);
    Arrays.fill(out, to, to + count, 0);
    int last = -1;
    for (int i = 0; i < kept; i++) {
      int place = Bytes.intAt(bytes, at + 4 + 4 * i);
      if (place <= last || place >= count) {
        throw new ChunkException(
            "topk chunk names place "
                + place
                + " behind place "
                + last
                + ", places must rise and stay below "
                + count);
      }
      out[to + place] = Bytes.floatAt(bytes, at + 4 + 4 * kept + 4 * i);
      last = place;
    }
  }
}
