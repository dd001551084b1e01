/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Values at random places, one in every stretch of equal length; the places follow from a seed, so
 * that only it and the values travel (Beznosikov et al., "On biased compression", 2020, rand-k with
 * a shared seed; the stratified draw is ours). A kept value is sent times the length of its
 * stretch, which makes the mean right without error feedback; with it, {@code randk-raw} sends
 * values as they are. Bytes: seed, stretches, values. The place in stretch i is {@code mix(seed + i
 * · golden) mod length}, mix being SplitMix64's finish.
 */
final class RandK implements Codec {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final double share;
  private final boolean unbiased;

  RandK(double share, boolean unbiased) {
    this.share = Codecs.share("randk", share);
    this.unbiased = unbiased;
  }

  @Override
  public byte id() {
    return (byte) (unbiased ? 7 : 8);
  }

  @Override
  public String name() {
    return (unbiased ? "randk:" : "randk-raw:") + share;
  }

  private int kept(int count) {
    return count == 0 ? 0 : Math.max(1, (int) Math.round(share * count));
  }

  @Override
  public int mostBytes(int count) {
    return 12 + 4 * kept(count);
  }

  @Override
  public int encode(float[] values, int at, int count, long seed, byte[] out, int to) {
    int kept = kept(count);
    Bytes.put(out, to, seed);
    Bytes.put(out, to + 8, kept);
    for (int i = 0; i < kept; i++) {
      int from = start(i, count, kept);
      int stretch = start(i + 1, count, kept) - from;
      int place = from + place(seed, i, stretch);
      float value = Bytes.finite("randk", values[at + place], place);
      Bytes.put(out, to + 12 + 4 * i, unbiased ? value * stretch : value);
    }
    return 12 + 4 * kept;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, float[] out, int to, int count) {
    Objects.checkFromIndexSize(at, length, bytes.length);
    int kept = length < 12 ? -1 : Bytes.intAt(bytes, at + 8);
    if (kept < 0 || kept > count) {
      throw new ChunkException(
          "randk chunk of " + count + " values claims " + kept + " in " + length + " bytes");
    }
    Bytes.checkDecode("randk", bytes.length, at, length, out.length, to, count, 12 + 4 * kept);
    long seed = Bytes.longAt(bytes, at);
    Arrays.fill(out, to, to + count, 0);
    for (int i = 0; i < kept; i++) {
      int from = start(i, count, kept);
      int stretch = start(i + 1, count, kept) - from;
      out[to + from + place(seed, i, stretch)] = Bytes.floatAt(bytes, at + 12 + 4 * i);
    }
  }

  private static int start(int stretch, int count, int kept) {
    return (int) ((long) stretch * count / kept);
  }

  private static int place(long seed, int index, int stretch) {
    long mixed = seed + index * GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), stretch);
  }
}
