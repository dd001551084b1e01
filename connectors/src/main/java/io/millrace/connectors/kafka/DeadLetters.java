/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Records on their way to the topic of what could not be processed. */
public final class DeadLetters {
  /** How Flink moves dead letters. */
  public static final TypeInformation<DeadLetter> TYPE = AvroTypes.of(DeadLetter.class);

  /** The side output of every operator that refuses records. */
  public static final OutputTag<DeadLetter> TAG = new OutputTag<>("dead-letters", TYPE);

  private DeadLetters() {}

  /**
   * The dead letter of a record as it was read.
   *
   * @param reason why it was refused
   * @param source the operator that refused it
   * @param timeMillis when, milliseconds since the epoch
   */
  public static DeadLetter of(KafkaRecord record, String reason, String source, long timeMillis) {
    return new DeadLetter(
        wrap(record.value()),
        record.topic(),
        record.partition(),
        record.offset(),
        reason,
        Instant.ofEpochMilli(timeMillis),
        wrap(record.key()),
        headers(record.headers()),
        source);
  }

  /**
   * The dead letter of a value that was decoded and refused later: its message is made again, its
   * headers are gone.
   *
   * @param topic where it was read, or empty
   * @param key the record's key, or null
   * @param payload the message of the value
   * @see #of(KafkaRecord, String, String, long)
   */
  public static DeadLetter of(
      String topic,
      int partition,
      long offset,
      byte[] key,
      byte[] payload,
      String reason,
      String source,
      long timeMillis) {
    return of(
        new KafkaRecord(topic, partition, offset, timeMillis, key, payload, Map.of()),
        reason,
        source,
        timeMillis);
  }

  /** Reads dead letters from messages of their topic. */
  public static RecordCodec<DeadLetter> codec() {
    return RecordCodec.of(DeadLetter.class);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static Map<String, ByteBuffer> headers(Map<String, byte[]> headers) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, ByteBuffer> wrapped = new LinkedHashMap<>();
    headers.forEach((name, value) -> wrapped.put(name, wrap(value)));
    return wrapped;
  }
}
