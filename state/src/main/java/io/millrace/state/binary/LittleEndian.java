/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Reads and writes little-endian numbers, float arrays in blocks. Holds a scratch block and is
 * therefore for one thread only.
 */
public final class LittleEndian {
  private static final int BLOCK_FLOATS = 2048;
  private static final int TRUSTED_FLOATS = 1 << 18;

  private final byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
  private final FloatBuffer floats =
      ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

  /** Writes {@code count} floats from index {@code from} on. */
  public void writeFloats(float[] values, int from, int count, DataOutputView out)
      throws IOException {
    for (int done = 0; done < count; ) {
      int some = Math.min(BLOCK_FLOATS, count - done);
      floats.put(0, values, from + done, some);
      out.write(block, 0, some * Float.BYTES);
      done += some;
    }
  }

  /**
   * Reads so many floats. Memory grows with what is really there, so that a corrupt count ends in
   * an EOFException.
   */
  public float[] readFloats(int count, DataInputView in) throws IOException {
    float[] values = new float[Math.min(count, TRUSTED_FLOATS)];
    readFloats(values, 0, values.length, in);
    while (values.length < count) {
      int known = values.length;
      values = Arrays.copyOf(values, (int) Math.min(count, 2L * known));
      readFloats(values, known, values.length - known, in);
    }
    return values;
  }

  /** Fills {@code count} floats from index {@code from} on. */
  public void readFloats(float[] values, int from, int count, DataInputView in) throws IOException {
    for (int done = 0; done < count; ) {
      int some = Math.min(BLOCK_FLOATS, count - done);
      in.readFully(block, 0, some * Float.BYTES);
      floats.get(0, values, from + done, some);
      done += some;
    }
  }

  public void writeLong(long value, DataOutputView out) throws IOException {
    out.writeLong(Long.reverseBytes(value));
  }

  public long readLong(DataInputView in) throws IOException {
    return Long.reverseBytes(in.readLong());
  }

  public void writeFloat(float value, DataOutputView out) throws IOException {
    out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
  }

  public float readFloat(DataInputView in) throws IOException {
    return Float.intBitsToFloat(Integer.reverseBytes(in.readInt()));
  }
}
