/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from bytes that nobody vouches for: every length is compared with
 * the bytes that are left before anything is allocated.
 */
final class WireReader extends Decoder {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int at;

  WireReader reset(byte[] message, int offset) {
    bytes = message;
    at = offset;
    return this;
  }

  int remaining() {
    return bytes.length - at;
  }

  void requireEnd() throws DecodingException {
    if (at != bytes.length) {
      throw new DecodingException(
          "trailing bytes: the record ends at byte " + at + " of " + bytes.length);
    }
  }

  @Override
  public long readLong() throws DecodingException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == bytes.length) {
        throw truncated(1);
      }
      byte b = bytes[at++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new DecodingException("malformed: a number of more than ten bytes ends at byte " + at);
  }

  @Override
  public int readInt() throws DecodingException {
    long value = readLong();
    if (value != (int) value) {
      throw new DecodingException(
          "malformed: " + value + " before byte " + at + " is no 32-bit number");
    }
    return (int) value;
  }

  /**
   * A length in bytes that the message can hold.
   *
   * @param unit bytes per item, at least one
   */
  private int readLength(int unit) throws DecodingException {
    return checkLength(readLong(), unit);
  }

  private int checkLength(long length, int unit) throws DecodingException {
    if (length < 0 || length > remaining() / unit) {
      throw new DecodingException(
          "truncated or malformed: a length of "
              + length
              + (unit == 1 ? "" : " items of " + unit + " bytes")
              + " before byte "
              + at
              + ", where "
              + remaining()
              + " bytes are left");
    }
    return (int) length;
  }

  /** The length of an array's or map's next block; zero at its end. */
  private int readBlock(int unit) throws DecodingException {
    long count = readLong();
    if (count < 0) {
      // A block may give its size in bytes, for those who skip it.
      long size = readLong();
      if (size < 0 || size > remaining()) {
        checkLength(size, 1);
      }
      count = -count;
    }
    return checkLength(count, unit);
  }

  /** A complete array of floats. */
  float[] readFloats() throws DecodingException {
    float[] values = {};
    int count;
    while ((count = readBlock(Float.BYTES)) != 0) {
      int start = values.length;
      // An int holds the sum: both parts lie in one message.
      values = start == 0 ? new float[count] : Arrays.copyOf(values, start + count);
      for (int i = 0; i < count; i++) {
        values[start + i] = (float) FLOAT.get(bytes, at + i * Float.BYTES);
      }
      at += count * Float.BYTES;
    }
    return values;
  }

  @Override
  public String readString() throws DecodingException {
    int length = readLength(1);
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  @Override
  public Utf8 readString(Utf8 old) throws DecodingException {
    return new Utf8(readString());
  }

  @Override
  public void skipString() throws DecodingException {
    skipFixed(readLength(1));
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws DecodingException {
    byte[] value = new byte[readLength(1)];
    readFixed(value, 0, value.length);
    return ByteBuffer.wrap(value);
  }

  @Override
  public void skipBytes() throws DecodingException {
    skipFixed(readLength(1));
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws DecodingException {
    require(length);
    System.arraycopy(bytes, at, target, start, length);
    at += length;
  }

  @Override
  public void skipFixed(int length) throws DecodingException {
    require(length);
    at += length;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws DecodingException {
    require(1);
    byte value = bytes[at++];
    if (value != 0 && value != 1) {
      throw new DecodingException("malformed: " + value + " before byte " + at + " is no boolean");
    }
    return value == 1;
  }

  @Override
  public float readFloat() throws DecodingException {
    require(Float.BYTES);
    float value = (float) FLOAT.get(bytes, at);
    at += Float.BYTES;
    return value;
  }

  @Override
  public double readDouble() throws DecodingException {
    require(Double.BYTES);
    double value = (double) DOUBLE.get(bytes, at);
    at += Double.BYTES;
    return value;
  }

  @Override
  public int readEnum() throws DecodingException {
    return readInt();
  }

  @Override
  public int readIndex() throws DecodingException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws DecodingException {
    return readBlock(1);
  }

  @Override
  public long arrayNext() throws DecodingException {
    return readBlock(1);
  }

  @Override
  public long readMapStart() throws DecodingException {
    return readBlock(1);
  }

  @Override
  public long mapNext() throws DecodingException {
    return readBlock(1);
  }

  @Override
  public long skipArray() throws DecodingException {
    long count;
    while ((count = readLong()) < 0) {
      skipFixed(readLength(1));
    }
    return checkLength(count, 1);
  }

  @Override
  public long skipMap() throws DecodingException {
    return skipArray();
  }

  private void require(int length) throws DecodingException {
    if (length > remaining()) {
      throw truncated(length);
    }
  }

  private DecodingException truncated(int wanted) {
    return new DecodingException(
        "truncated: byte "
            + at
            + " begins a value of "
            + wanted
            + " bytes, "
            + remaining()
            + " are left");
  }
}
