/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * Records on their way to the topic of what could not be processed. Brokers count compressed bytes
 * where a record comes from, the client's limit counts plain ones where its letter goes: what would
 * not fit is cut, and the letter tells how much is missing.
 */
public final class DeadLetters {
  /** How Flink moves dead letters. */
  public static final TypeInformation<DeadLetter> TYPE = AvroTypes.of(DeadLetter.class);

  /** The side output of every operator that refuses records. */
  public static final OutputTag<DeadLetter> TAG = new OutputTag<>("dead-letters", TYPE);

  /** Bytes of a value that a letter holds. */
  public static final int MOST_PAYLOAD = 4 << 20;

  /** Bytes of a key that a letter holds, twice: it is the letter's own key too. */
  static final int MOST_KEY = 64 << 10;

  /** Bytes of all headers that a letter holds; of more it holds none. */
  static final int MOST_HEADERS = 64 << 10;

  /** Characters of a reason. */
  static final int MOST_REASON = 4096;

  private static final int HEADER_OVERHEAD = 16;
  private static final long NOT_COUNTED = -1;

  private DeadLetters() {}

  /**
   * The dead letter of a record as it was read.
   *
   * @param reason why it was refused
   * @param source the operator that refused it
   * @param timeMillis when, milliseconds since the epoch
   */
  public static DeadLetter of(KafkaRecord record, String reason, String source, long timeMillis) {
    long headers = size(record.headers());
    long missing =
        excess(record.value(), MOST_PAYLOAD)
            + excess(record.key(), MOST_KEY)
            + (headers > MOST_HEADERS ? headers : 0);
    return new DeadLetter(
        cut(record.value(), MOST_PAYLOAD),
        record.topic(),
        record.partition(),
        record.offset(),
        cut(reason),
        Instant.ofEpochMilli(timeMillis),
        cut(record.key(), MOST_KEY),
        headers > MOST_HEADERS ? Map.of() : headers(record.headers()),
        source,
        missing);
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

  /** The letter, marked as one that holds less than its record and so cannot go back. */
  public static DeadLetter incomplete(DeadLetter letter) {
    return letter.getMissingBytes() != 0
        ? letter
        : DeadLetter.newBuilder(letter).setMissingBytes(NOT_COUNTED).build();
  }

  /** Reads dead letters from messages of their topic. */
  public static RecordCodec<DeadLetter> codec() {
    return RecordCodec.of(DeadLetter.class);
  }

  private static ByteBuffer cut(byte[] bytes, int most) {
    return bytes == null
        ? null
        : ByteBuffer.wrap(bytes.length <= most ? bytes : Arrays.copyOf(bytes, most));
  }

  private static String cut(String reason) {
    return reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON) + "...";
  }

  private static long excess(byte[] bytes, int most) {
    return bytes == null ? 0 : Math.max(0, bytes.length - most);
  }

  private static long size(Map<String, byte[]> headers) {
    long size = 0;
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      size += HEADER_OVERHEAD + header.getKey().getBytes(UTF_8).length + header.getValue().length;
    }
    return size;
  }

  private static Map<String, ByteBuffer> headers(Map<String, byte[]> headers) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, ByteBuffer> wrapped = new LinkedHashMap<>();
    headers.forEach((name, value) -> wrapped.put(name, ByteBuffer.wrap(value)));
    return wrapped;
  }
}
