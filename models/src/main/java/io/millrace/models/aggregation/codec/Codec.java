/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

/**
 * A way to write floats. Implementations are stateless values, equal on every machine, and safe for
 * use by several threads. Little-endian throughout.
 */
public interface Codec {
  /** What a chunk's header carries; never changes its meaning. */
  byte id();

  /** The name in configurations, with its parameter if it has one. */
  String name();

  /** The most bytes that so many values may take. */
  int mostBytes(int count);

  /**
   * Writes values.
   *
   * @param seed for codecs that choose values at random; others ignore it
   * @return bytes written
   * @throws IllegalArgumentException when a value is not finite and the codec cannot say so
   */
  int encode(float[] values, int at, int count, long seed, byte[] out, int to);

  /**
   * Sets {@code count} values; those that were left out become 0.
   *
   * @throws ChunkException when the bytes cannot be what {@link #encode} wrote for this count
   */
  void decode(byte[] bytes, int at, int length, float[] out, int to, int count);

  /**
   * Whether the bytes are nothing but little-endian floats, so that sums can read them directly.
   */
  default boolean plain() {
    return false;
  }
}
