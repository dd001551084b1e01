/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.Framing;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.avro.SignalPredictions;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The records of generated classes, as their topics want them. */
public final class RecordWriters {
  private RecordWriters() {}

  /** Keyed by stream. */
  public static RecordWriter<SignalFrame> frames(Framing framing) {
    return new OfCodec<>(
        codec(SignalFrame.class, framing),
        frame -> utf8(frame.getStreamId()),
        frame -> utf8(frame.getStreamId() + '/' + frame.getSequence()));
  }

  /** Keyed by stream. */
  public static RecordWriter<SignalPrediction> predictions(Framing framing) {
    return new OfCodec<>(
        codec(SignalPrediction.class, framing),
        prediction -> utf8(prediction.getStreamId()),
        prediction ->
            SignalPredictions.id(
                prediction.getStreamId(), prediction.getWindowEnd(), prediction.getModelVersion()));
  }

  /** Keyed as the record that was refused, so that the letters of a key keep their order. */
  public static RecordWriter<DeadLetter> deadLetters(Framing framing) {
    return new OfCodec<>(
        codec(DeadLetter.class, framing),
        letter -> bytes(letter.getKey()),
        letter ->
            utf8(
                letter.getTopic()
                    + '-'
                    + letter.getPartition()
                    + '@'
                    + letter.getOffset()
                    + '/'
                    + letter.getSource()));
  }

  /** Keyed by the model's name, so that compaction keeps its newest version. */
  public static RecordWriter<ModelReference> models(Framing framing) {
    return new OfCodec<>(
        codec(ModelReference.class, framing),
        reference -> utf8(reference.getModel()),
        reference -> utf8(reference.getModel() + '/' + reference.getVersion()));
  }

  private static <T extends SpecificRecord> Codec<T> codec(Class<T> type, Framing framing) {
    return RecordCodec.of(type, framing, RecordCodec.DEFAULT_LIMIT);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private interface Part<T> extends Function<T, byte[]>, Serializable {}

  private record OfCodec<T>(Codec<T> codec, Part<T> keyOf, Part<T> idOf)
      implements RecordWriter<T> {
    @Override
    public byte[] key(T value) {
      return keyOf.apply(value);
    }

    @Override
    public byte[] value(T value) {
      return codec.encode(value);
    }

    @Override
    public byte[] id(T value) {
      return idOf.apply(value);
    }
  }
}
