/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class VarintTest {
  @Test
  void everyLongComesBack() throws IOException {
    long[] edges = {0, 1, -1, 127, 128, 16383, 16384, Long.MAX_VALUE, Long.MIN_VALUE};
    for (long value : edges) {
      assertThat(Varint.read(written(value, false))).isEqualTo(value);
      assertThat(Varint.readSigned(written(value, true))).isEqualTo(value);
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(Varint.read(written(value, false))).isEqualTo(value);
      assertThat(Varint.readSigned(written(value, true))).isEqualTo(value);
    }
  }

  @Test
  void smallNumbersTakeOneByteWhateverTheirSign() throws IOException {
    assertThat(written(127, false).available()).isEqualTo(1);
    assertThat(written(-64, true).available()).isEqualTo(1);
    assertThat(written(63, true).available()).isEqualTo(1);
    assertThat(written(64, true).available()).isEqualTo(2);
  }

  @Test
  void aNumberWithoutEndIsCorrupt() {
    byte[] endless = new byte[11];
    java.util.Arrays.fill(endless, (byte) 0x80);
    assertThatThrownBy(() -> Varint.read(new DataInputDeserializer(endless)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ten bytes");
  }

  @Test
  void aLengthOutOfRangeNamesItsField() throws IOException {
    DataInputDeserializer tooLong = written(1001, false);
    assertThatThrownBy(() -> Varint.readLength("history length", 1000, tooLong))
        .hasMessageContaining("history length is 1001")
        .hasMessageContaining("[0, 1000]");
    DataInputDeserializer negative = written(-5, false);
    assertThatThrownBy(() -> Varint.readLength("history length", 1000, negative))
        .hasMessageContaining("-5");
  }

  private static DataInputDeserializer written(long value, boolean signed) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    if (signed) {
      Varint.writeSigned(value, out);
    } else {
      Varint.write(value, out);
    }
    return new DataInputDeserializer(out.getCopyOfBuffer());
  }
}
