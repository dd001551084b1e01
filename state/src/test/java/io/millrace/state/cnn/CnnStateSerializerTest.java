/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CnnStateSerializerTest {
  private final CnnStateSerializer serializer = new CnnStateSerializer();

  private static CnnState sample() {
    return new CnnState(
        0x0123456789abcdefL, 300, new float[] {0f, -0f, 1.5f, Float.MIN_VALUE, -3e8f});
  }

  @Test
  void bytesOfVersionOneAreStillRead() throws IOException {
    Golden.holds(serializer, "cnn-state-v1", sample());
  }

  @Test
  void theSerializerKeepsFlinksPromises() throws IOException {
    Golden.keepsContract(serializer, sample());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 2048, 2049, 100_000})
  void overheadIsAtMostTwentyBytesWhateverTheSize(int floats) throws IOException {
    CnnState state = new CnnState(-1, 1 << 20, new float[floats]);
    assertThat(Golden.serialized(serializer, state).length).isBetween(4 * floats, 4 * floats + 20);
  }

  @Test
  void aCopyShareNothingWithTheOriginal() {
    CnnState state = sample();
    CnnState copy = serializer.copy(state);
    state.history()[0] = 7;
    state.advance();
    assertThat(copy.history()[0]).isZero();
    assertThat(copy.hops()).isEqualTo(300);
  }

  @Test
  void aCorruptLengthIsAnErrorAndNoAllocation() throws IOException {
    byte[] bytes = Golden.serialized(serializer, new CnnState(0, 0, new float[0]));
    byte[] corrupt = Arrays.copyOf(bytes, bytes.length + 4);
    Arrays.fill(corrupt, bytes.length - 1, bytes.length + 3, (byte) 0xff);
    corrupt[bytes.length + 3] = 0x7f;
    assertThatThrownBy(() -> Golden.deserialized(serializer, corrupt))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("history length");
  }

  @Test
  void aRestoredStatePredictsLikeTheOriginalOverTheNextThousandHops() throws IOException {
    StreamingCnn cnn = new MovingSum(new Timeline(50, 8, 8, 3), 2, 0.5f);
    Random random = new Random(7);
    CnnState original = cnn.newState();
    try (StreamingCnn.Session session = cnn.session()) {
      for (int hop = 0; hop < 20; hop++) {
        session.advance(new CnnState[] {original}, new float[][] {chunk(random)}, 1);
      }
      CnnState restored = Golden.deserialized(serializer, Golden.serialized(serializer, original));
      float[][] outputs = new float[2][2];
      for (int hop = 0; hop < 1000; hop++) {
        float[] chunk = chunk(random);
        CnnState[] both = {original, restored};
        session.advance(both, new float[][] {chunk, chunk}, 2);
        session.predict(both, outputs, 2);
        assertThat(outputs[1]).containsExactly(outputs[0]);
      }
      assertThat(restored.hops()).isEqualTo(1020);
    }
  }

  private static float[] chunk(Random random) {
    float[] chunk = new float[16];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = random.nextFloat();
    }
    return chunk;
  }
}
