/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes values as records of a generated class.
 *
 * @param recordOf makes the record; null makes a tombstone
 * @param keyOf names the key that chooses the partition
 * @param idOf names the value, the same whenever it is written
 */
public record CodecWriter<T, R extends SpecificRecord>(
    RecordCodec<R> codec, Part<T, R> recordOf, Part<T, String> keyOf, Part<T, String> idOf)
    implements RecordWriter<T> {
  /** What is taken from a value. */
  public interface Part<T, R> extends Function<T, R>, Serializable {}

  @Override
  public byte[] key(T value) {
    return keyOf.apply(value).getBytes(UTF_8);
  }

  @Override
  public byte[] value(T value) {
    R record = recordOf.apply(value);
    return record == null ? null : codec.encode(record);
  }

  @Override
  public byte[] id(T value) {
    return idOf.apply(value).getBytes(UTF_8);
  }
}
