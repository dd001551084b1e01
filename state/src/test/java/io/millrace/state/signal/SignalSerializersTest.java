/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;

class SignalSerializersTest {
  private static Frame frame() {
    return new Frame(
        "bed-7/\u00e9cg",
        123_456,
        1_700_000_000_123L,
        360f,
        2,
        new float[] {1, 2, 3, 4, -5, Float.POSITIVE_INFINITY},
        new Origin("signals", 3, 99));
  }

  private static Frame plain(long sequence) {
    return new Frame("s", sequence, sequence * 10, 100f, 2, new float[] {1, 2}, Origin.NONE);
  }

  private static Prediction prediction() {
    return new Prediction(
        "bed-7", 123_456, 1_700_000_000_123L, new float[] {0.25f, 0.75f}, "V", "2024-1", true);
  }

  /** A stream in the middle of everything. */
  private static SignalState busy() {
    SignalState state = new SignalState();
    state.restart(1000, 2);
    state.anchor(plain(1000));
    state.touch(12_345);
    state.keep(new float[] {1, 2, 3, 4, 5, 6}, 0, 3);
    state.pass(new float[] {1, 2, 3, 4, 5, 6}, 0, 3);
    state.take(1);
    state.cnn(new CnnState(42, 17, new float[] {9, 8, 7}));
    state.early().add(plain(1010));
    state.early().add(plain(1020));
    state.watch();
    return state;
  }

  @Test
  void bytesOfVersionOneAreStillRead() throws IOException {
    Golden.holds(new FrameSerializer(), "frame-v1", frame());
    Golden.holds(new PredictionSerializer(), "prediction-v1", prediction());
    byte[] bytes = Golden.bytes("signal-state-v1");
    assertThat(HexFormat.of().formatHex(Golden.serialized(new SignalStateSerializer(), busy())))
        .isEqualTo(HexFormat.of().formatHex(bytes));
    assertSame(Golden.deserialized(new SignalStateSerializer(), bytes), busy());
  }

  @Test
  void theSerializersKeepFlinksPromises() throws IOException {
    Golden.keepsContract(new FrameSerializer(), frame());
    Golden.keepsContract(new FrameSerializer(), plain(-3));
    Golden.keepsContract(new PredictionSerializer(), prediction());
    Golden.keepsContract(
        new PredictionSerializer(), new Prediction("", 0, 0, new float[0], null, "", false));
    Golden.keepsContract(new SignalStateSerializer(), new SignalState());
  }

  @Test
  void aFrameThatWillBeRejectedStillTravels() throws IOException {
    Frame odd = new Frame("s", -1, -5, -1f / 0f, 0, new float[3], Origin.NONE);
    Golden.keepsContract(new FrameSerializer(), odd);
  }

  @Test
  void copiesAndRestoredStatesShareNothing() throws IOException {
    SignalStateSerializer serializer = new SignalStateSerializer();
    SignalState state = busy();
    SignalState copy = serializer.copy(state);
    SignalState restored = Golden.deserialized(serializer, Golden.serialized(serializer, state));
    state.cnn().history()[0] = -1;
    state.early().clear();
    state.keep(new float[] {6, 6}, 0, 1);
    state.pass(new float[] {6, 6}, 0, 1);
    state.restart(5, 2);
    assertSame(copy, busy());
    assertSame(restored, busy());
  }

  @Test
  void theLastSampleComesFromThePendingOnesOrByItself() throws IOException {
    SignalStateSerializer serializer = new SignalStateSerializer();
    SignalState state = busy();
    state.take(state.pendingSamples());
    SignalState restored = Golden.deserialized(serializer, Golden.serialized(serializer, state));
    assertThat(restored.last()).containsExactly(5, 6);
    assertThat(restored.pendingSamples()).isZero();
    assertThat(restored.consumed()).isEqualTo(3);
  }

  @Test
  void anUnusedNetworkMemoryIsNotWritten() throws IOException {
    SignalStateSerializer serializer = new SignalStateSerializer();
    SignalState state = busy();
    int before = Golden.serialized(serializer, state).length;
    state.restart(2000, 2);
    assertThat(Golden.serialized(serializer, state).length).isLessThan(before - 12);
    assertThat(Golden.deserialized(serializer, Golden.serialized(serializer, state)).cnn())
        .isNull();
  }

  @Test
  void aStreamCostsFewBytesBesidesItsNetwork() throws IOException {
    SignalState state = new SignalState();
    long start = 1_000_000_000L;
    state.restart(start, 1);
    state.anchor(new Frame("s", start, 1_700_000_000_000L, 360, 1, new float[360], Origin.NONE));
    state.touch(1_700_000_000_000L);
    state.pass(new float[360], 0, 360);
    state.cnn(new CnnState(42, 100, new float[1024]));
    assertThat(Golden.serialized(new SignalStateSerializer(), state).length)
        .isBetween(4096, 4096 + 64);
  }

  @Test
  void randomBytesEndInAnErrorNeverInMemory() throws IOException {
    Random random = new Random(3);
    byte[] good = Golden.serialized(new SignalStateSerializer(), busy());
    int failed = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = good.clone();
      for (int k = 0; k < 3; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        new SignalStateSerializer()
            .deserialize(new org.apache.flink.core.memory.DataInputDeserializer(bytes));
      } catch (IOException | ArithmeticException e) {
        failed++;
      }
    }
    assertThat(failed).isPositive();
  }

  @Test
  void typesAreNeverGeneric() {
    Configuration config = new Configuration();
    config.set(PipelineOptions.GENERIC_TYPES, false);
    SerializerConfigImpl serializers = new SerializerConfigImpl(config);
    for (var type : List.of(SignalTypes.FRAME, SignalTypes.PREDICTION, SignalTypes.STATE)) {
      assertThat(type.createSerializer(serializers).getClass().getPackageName())
          .isEqualTo("io.millrace.state.signal");
      assertThat(type).hasToString("BinaryType(" + simple(type) + ")");
    }
    assertThat(SignalTypes.FRAME).isNotEqualTo(SignalTypes.PREDICTION);
  }

  private static String simple(org.apache.flink.api.common.typeinfo.TypeInformation<?> type) {
    return type.getTypeClass().getSimpleName();
  }

  /** Equal in all that counts; arrays may be longer than they need. */
  private static void assertSame(SignalState actual, SignalState expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("pending").isEqualTo(expected);
    int floats = expected.pendingSamples() * expected.channels();
    assertThat(java.util.Arrays.copyOf(actual.pending(), floats))
        .containsExactly(java.util.Arrays.copyOf(expected.pending(), floats));
  }
}
