/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final DeadLetter LETTER =
      new DeadLetter(
          ByteBuffer.wrap(new byte[] {1, 2, 3}),
          "millrace.signal.frame.v1",
          3,
          99L,
          "truncated",
          Instant.ofEpochMilli(5),
          ByteBuffer.wrap(new byte[] {4}),
          Map.of("h", ByteBuffer.wrap(new byte[] {5, 6})),
          "decode",
          0L);
  private static final ModelReference REFERENCE =
      new ModelReference(
          "ecg",
          "3",
          "file:///m",
          "ab",
          Instant.ofEpochMilli(7),
          "keep",
          "cnn",
          Map.of("a", "b"),
          -1L,
          List.of(),
          List.of(),
          null);
  private static final SignalPrediction PREDICTION =
      new SignalPrediction(
          "s",
          450L,
          Instant.ofEpochMilli(8),
          List.of(0.5f, -1f),
          "N",
          "ecg/3",
          true,
          Instant.ofEpochMilli(9),
          Map.of("mode", "exact"));

  @Test
  void everyRecordComesBackAsItWas() throws Exception {
    assertThat(RecordCodec.of(DeadLetter.class).decode(encode(LETTER))).isEqualTo(LETTER);
    RecordCodec<ModelReference> references = RecordCodec.of(ModelReference.class);
    assertThat(references.decode(references.encode(REFERENCE))).isEqualTo(REFERENCE);
    RecordCodec<SignalPrediction> predictions = RecordCodec.of(SignalPrediction.class);
    assertThat(predictions.decode(predictions.encode(PREDICTION))).isEqualTo(PREDICTION);
  }

  @Test
  void predictionsWrittenByHandEqualThoseOfAvro() {
    SignalPredictions byHand = SignalPredictions.singleObject();
    RecordCodec<SignalPrediction> avro = RecordCodec.of(SignalPrediction.class);
    assertThat(
            byHand.encode(
                "s",
                450,
                8,
                new float[] {0.5f, -1f},
                "N",
                "ecg/3",
                true,
                9,
                Map.of("mode", "exact")))
        .isEqualTo(avro.encode(PREDICTION));
    SignalPrediction bare =
        new SignalPrediction(
            "é",
            -1L,
            Instant.ofEpochMilli(-5),
            List.of(),
            null,
            "",
            false,
            Instant.ofEpochMilli(1L << 41),
            Map.of());
    assertThat(byHand.encode("é", -1, -5, new float[0], null, "", false, 1L << 41, Map.of()))
        .isEqualTo(avro.encode(bare));
  }

  @Test
  void aMessageIsWhatAvrosOwnEncoderWrites() throws Exception {
    ByteBuffer avro = ModelReference.getEncoder().encode(REFERENCE);
    assertThat(ByteBuffer.wrap(RecordCodec.of(ModelReference.class).encode(REFERENCE)))
        .isEqualTo(avro);
  }

  @Test
  void theCodecTravels() throws Exception {
    RecordCodec<DeadLetter> used = RecordCodec.of(DeadLetter.class);
    byte[] message = used.encode(LETTER);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(used);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RecordCodec<?> arrived = (RecordCodec<?>) in.readObject();
      assertThat(arrived.decode(message)).isEqualTo(LETTER);
    }
  }

  @Test
  void mutatedRecordsNeverEndInAnythingButADecodingException() {
    RecordCodec<DeadLetter> letters = RecordCodec.of(DeadLetter.class);
    RecordCodec<SignalPrediction> predictions = RecordCodec.of(SignalPrediction.class);
    byte[] letter = letters.encode(LETTER);
    byte[] prediction = predictions.encode(PREDICTION);
    Random random = new Random(6);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      refused += refuses(letters, mutate(letter, random)) ? 1 : 0;
      refused += refuses(predictions, mutate(prediction, random)) ? 1 : 0;
    }
    assertThat(refused).isBetween(2_000, 9_999);
  }

  @Test
  void theConfluentFormatNamesTheSchemaByItsNumber() throws Exception {
    Registry registry = new Registry(17, SignalFrame.getClassSchema());
    SignalFrames frames = SignalFrames.of(ConfluentFraming.forTopic(registry, "t"), 1000);
    byte[] message = frames.encode("s", 1, 2, 3, 1, new float[] {4, 5});
    assertThat(Arrays.copyOf(message, 5)).containsExactly(0, 0, 0, 0, 17);
    assertThat(registry.subject).isEqualTo("t-value");
    assertThat(registry.lookups).isZero();
    for (int i = 0; i < 3; i++) {
      float[] samples = frames.<String, float[]>decode(message, "", (c, s, q, t, r, n, x) -> x);
      assertThat(samples).containsExactly(4, 5);
    }
    assertThat(registry.lookups).isEqualTo(1);

    message[4] = 18;
    assertThatThrownBy(() -> frames.decode(message, "", (c, s, q, t, r, n, x) -> x))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("number 18: no such schema");
    message[0] = 1;
    assertThatThrownBy(() -> frames.decode(message, "", (c, s, q, t, r, n, x) -> x))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("begins with 01 instead of 00");
  }

  private static byte[] encode(DeadLetter letter) {
    return RecordCodec.of(DeadLetter.class).encode(letter);
  }

  private static boolean refuses(RecordCodec<?> codec, byte[] message) {
    try {
      codec.decode(message);
      return false;
    } catch (DecodingException e) {
      return true;
    }
  }

  private static byte[] mutate(byte[] message, Random random) {
    byte[] mutated = message.clone();
    for (int k = random.nextInt(3); k >= 0; k--) {
      mutated[10 + random.nextInt(mutated.length - 10)] = (byte) random.nextInt();
    }
    return mutated;
  }

  private static final class Registry implements SchemaIds {
    private static final long serialVersionUID = 1;
    private int lookups;
    private final int id;
    private final transient Schema schema;
    private String subject;

    Registry(int id, Schema schema) {
      this.id = id;
      this.schema = schema;
    }

    @Override
    public Schema schema(int wanted) throws IOException {
      lookups++;
      if (wanted != id) {
        throw new IOException("no such schema");
      }
      return schema;
    }

    @Override
    public int id(String name, Schema wanted) {
      subject = name;
      return id;
    }
  }
}
