/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.DeadLetter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class KafkaRecordSerializerTest {
  @Test
  void recordsComeBackAsTheyWere() throws Exception {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("b", new byte[] {1});
    headers.put("a", new byte[0]);
    for (KafkaRecord record :
        new KafkaRecord[] {
          new KafkaRecord("topic", 3, 1L << 40, -5, new byte[] {7}, new byte[70_000], headers),
          new KafkaRecord("", -1, -1, 0, null, null, Map.of())
        }) {
      KafkaRecord read = roundTrip(KafkaRecord.TYPE.createSerializer(config()), record);
      assertThat(read).usingRecursiveComparison().isEqualTo(record);
      assertThat(read.headers().keySet()).containsExactlyElementsOf(record.headers().keySet());
    }
  }

  @Test
  void headersOfAnyNameAndNumberComeBack() throws Exception {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("n".repeat(70_000), new byte[] {1});
    headers.put("é\u0000", new byte[] {2});
    for (int i = 0; i < 70_000; i++) {
      headers.put(Integer.toString(i), new byte[0]);
    }
    KafkaRecord record = new KafkaRecord("t", 1, 2, 3, null, new byte[] {7}, headers);
    KafkaRecord read = roundTrip(KafkaRecord.TYPE.createSerializer(config()), record);
    assertThat(read.headers().keySet()).containsExactlyElementsOf(headers.keySet());
    assertThat(read.headers().get("é\u0000")).containsExactly(2);
    assertThat(read.value()).containsExactly(7);
  }

  @Test
  void deadLettersComeBackAsTheyWere() throws Exception {
    DeadLetter letter =
        DeadLetters.of(
            new KafkaRecord("t", 1, 2, 3, null, new byte[17 << 20], Map.of("h", new byte[] {9})),
            "oversize",
            "decode",
            4);
    TypeSerializer<DeadLetter> serializer = DeadLetters.TYPE.createSerializer(config());
    assertThat(roundTrip(serializer, letter)).isEqualTo(letter);
  }

  @Test
  void serializersAreRestoredFromTheirSnapshots() throws Exception {
    assertRestores(KafkaRecord.TYPE.createSerializer(config()));
    assertRestores(DeadLetters.TYPE.createSerializer(config()));
  }

  @Test
  void aSerializerOfAnotherClassIsIncompatible() {
    TypeSerializer<DeadLetter> letters = DeadLetters.TYPE.createSerializer(config());
    assertThat(
            letters
                .snapshotConfiguration()
                .resolveSchemaCompatibility(letters.duplicate().snapshotConfiguration())
                .isCompatibleAsIs())
        .isTrue();
    assertThat(letters).isNotEqualTo(KafkaRecord.TYPE.createSerializer(config()));
  }

  @Test
  void anyConsumerRecordBecomesARecord() {
    ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("t", 1, 2, null, null);
    assertThat(RawDeserializer.of(bare).value()).isNull();
    assertThat(RawDeserializer.of(bare).position()).isEqualTo("t-1@2");
    bare.headers().add("twice", new byte[] {1}).add("twice", new byte[] {2}).add("none", null);
    Map<String, byte[]> headers = RawDeserializer.of(bare).headers();
    assertThat(headers.get("twice")).containsExactly(2);
    assertThat(headers.get("none")).isEmpty();
  }

  @Test
  void aSnapshotOfAFutureVersionIsRefused() {
    assertThatThrownBy(
            () ->
                new AvroRecordSerializer.Snapshot<DeadLetter>()
                    .readSnapshot(
                        2, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    DataInputDeserializer in = new DataInputDeserializer(copied.getCopyOfBuffer());
    T read = serializer.duplicate().deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  private static <T> void assertRestores(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            KafkaRecordSerializerTest.class.getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs())
        .isTrue();
  }

  private static SerializerConfigImpl config() {
    return new SerializerConfigImpl();
  }
}
