/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record as a topic holds it. Its arrays are never changed.
 *
 * @param timestamp the broker's, milliseconds since the epoch
 * @param key null where the record has none
 * @param value null for a tombstone
 * @param headers of headers with the same name the last; a header without a value is empty
 */
public record KafkaRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] key,
    byte[] value,
    Map<String, byte[]> headers) {
  /** How Flink moves records. */
  public static final TypeInformation<KafkaRecord> TYPE =
      new ValueTypeInfo<>(KafkaRecord.class, KafkaRecordSerializer.INSTANCE);

  /** Where the record lies, for messages: {@code topic-partition@offset}. */
  public String position() {
    return topic + '-' + partition + '@' + offset;
  }
}
