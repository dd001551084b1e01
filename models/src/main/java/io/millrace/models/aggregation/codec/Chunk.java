/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import java.util.zip.CRC32C;

/**
 * One fragment of an update on its way. The array is shared, not copied: whoever makes a chunk
 * hands its bytes over.
 *
 * @param tensor index of the tensor
 * @param offset first value inside the tensor
 * @param count values it stands for, 1 to {@link ModelShape#FRAGMENT}
 * @param codec {@link Codec#id()}
 * @param bytes at most {@link #MOST_BYTES}
 * @param crc CRC-32C over tensor, offset, count, codec and bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Chunk(int tensor, long offset, int count, byte codec, byte[] bytes, int crc) {
  /** The largest payload: a sparse codec that keeps everything may take twice the plain floats. */
  public static final int MOST_BYTES = 8 * ModelShape.FRAGMENT + 4;

  private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);
  private static final ThreadLocal<byte[]> HEADER = ThreadLocal.withInitial(() -> new byte[17]);

  /** A chunk with the checksum that its content has. */
  public static Chunk sealed(int tensor, long offset, int count, byte codec, byte[] bytes) {
    return new Chunk(tensor, offset, count, codec, bytes, crc(tensor, offset, count, codec, bytes));
  }

  /** Encodes a fragment. */
  public static Chunk encode(Codec codec, Fragment fragment, float[] values, int at, long seed) {
    byte[] room = new byte[codec.mostBytes(fragment.length())];
    int used = codec.encode(values, at, fragment.length(), seed, room, 0);
    byte[] bytes = used == room.length ? room : java.util.Arrays.copyOf(room, used);
    return sealed(fragment.tensor(), fragment.offset(), fragment.length(), codec.id(), bytes);
  }

  private static int crc(int tensor, long offset, int count, byte codec, byte[] bytes) {
    byte[] header = HEADER.get();
    Bytes.put(header, 0, tensor);
    Bytes.put(header, 4, offset);
    Bytes.put(header, 12, count);
    header[16] = codec;
    CRC32C crc = CRC.get();
    crc.reset();
    crc.update(header, 0, header.length);
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  /**
   * Checks size and checksum; nothing of a chunk may be trusted before.
   *
   * @throws ChunkException when either is wrong
   */
  public void verify() {
    if (count < 1 || count > ModelShape.FRAGMENT) {
      throw new ChunkException(
          "chunk stands for " + count + " values, must be 1 to " + ModelShape.FRAGMENT);
    }
    if (bytes.length > MOST_BYTES) {
      throw new ChunkException("chunk has " + bytes.length + " bytes, at most " + MOST_BYTES);
    }
    int actual = crc(tensor, offset, count, codec, bytes);
    if (actual != crc) {
      throw new ChunkException(
          "chunk of tensor "
              + tensor
              + " at "
              + offset
              + " has checksum "
              + Integer.toHexString(actual)
              + ", its header says "
              + Integer.toHexString(crc)
              + ": it was damaged on its way");
    }
  }

  /** Decodes into an array. */
  public void decode(float[] out, int to) {
    Codecs.withId(codec).decode(bytes, 0, bytes.length, out, to, count);
  }
}
