/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link KafkaRecord}s between operators; no state holds any. */
public final class KafkaRecordSerializer extends TypeSerializerSingleton<KafkaRecord> {
  static final KafkaRecordSerializer INSTANCE = new KafkaRecordSerializer();

  private static final long serialVersionUID = 1;
  private static final KafkaRecord EMPTY = new KafkaRecord("", 0, 0, 0, null, null, Map.of());

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public KafkaRecord createInstance() {
    return EMPTY;
  }

  @Override
  public KafkaRecord copy(KafkaRecord from) {
    return from;
  }

  @Override
  public KafkaRecord copy(KafkaRecord from, KafkaRecord reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(KafkaRecord record, DataOutputView target) throws IOException {
    target.writeUTF(record.topic());
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.timestamp());
    writeBytes(record.key(), target);
    writeBytes(record.value(), target);
    // Producers name headers as they like, and send as many: neither fits 16 bits.
    target.writeInt(record.headers().size());
    for (Map.Entry<String, byte[]> header : record.headers().entrySet()) {
      writeBytes(header.getKey().getBytes(UTF_8), target);
      writeBytes(header.getValue(), target);
    }
  }

  @Override
  public KafkaRecord deserialize(DataInputView source) throws IOException {
    String topic = source.readUTF();
    int partition = source.readInt();
    long offset = source.readLong();
    long timestamp = source.readLong();
    byte[] key = readBytes(source);
    byte[] value = readBytes(source);
    int count = source.readInt();
    if (count == 0) {
      return new KafkaRecord(topic, partition, offset, timestamp, key, value, Map.of());
    }
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = new String(readBytes(source), UTF_8);
      headers.put(name, readBytes(source));
    }
    return new KafkaRecord(topic, partition, offset, timestamp, key, value, headers);
  }

  @Override
  public KafkaRecord deserialize(KafkaRecord reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes == null) {
      target.writeInt(-1);
    } else {
      target.writeInt(bytes.length);
      target.write(bytes);
    }
  }

  private static byte[] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<KafkaRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<KafkaRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
