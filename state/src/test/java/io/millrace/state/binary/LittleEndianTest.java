/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LittleEndianTest {
  private final LittleEndian numbers = new LittleEndian();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2047, 2048, 2049, 10_000})
  void floatsOfAnyNumberComeBackBitForBit(int count) throws IOException {
    float[] values = new float[count + 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9e3779b9);
    }
    DataOutputSerializer out = new DataOutputSerializer(16);
    numbers.writeFloats(values, 2, count, out);
    assertThat(out.length()).isEqualTo(4 * count);

    float[] back = new float[count + 1];
    numbers.readFloats(back, 1, count, new DataInputDeserializer(out.getCopyOfBuffer()));
    for (int i = 0; i < count; i++) {
      assertThat(Float.floatToRawIntBits(back[i + 1]))
          .isEqualTo(Float.floatToRawIntBits(values[i + 2]));
    }
  }

  @Test
  void theLowestByteComesFirst() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    numbers.writeLong(0x0102030405060708L, out);
    numbers.writeFloat(1f, out);
    numbers.writeFloats(new float[] {1f}, 0, 1, out);
    assertThat(out.getCopyOfBuffer())
        .containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(numbers.readLong(in)).isEqualTo(0x0102030405060708L);
    assertThat(numbers.readFloat(in)).isEqualTo(1f);
  }
}
