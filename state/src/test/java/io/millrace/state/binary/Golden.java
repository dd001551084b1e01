/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What released versions wrote, kept as hexadecimal text in the test resources. */
public final class Golden {
  private Golden() {}

  /** The bytes of a resource {@code /golden/<name>.hex}; white space does not count. */
  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".hex")) {
      assertThat(in).as("resource /golden/%s.hex", name).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  public static <T> byte[] serialized(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  public static <T> T deserialized(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    T value = serializer.deserialize(in);
    assertThat(in.available()).as("bytes left over").isZero();
    return value;
  }

  /**
   * A golden value is read as it was meant, and is written today as it was then.
   *
   * @param name of the resource, of the current layout
   */
  public static <T> void holds(TypeSerializer<T> serializer, String name, T value)
      throws IOException {
    String written = HexFormat.of().formatHex(serialized(serializer, value));
    assertThat(written).as("bytes of %s", name).isEqualTo(HexFormat.of().formatHex(bytes(name)));
    assertThat(deserialized(serializer, bytes(name))).usingRecursiveComparison().isEqualTo(value);
  }

  /** The serializer keeps the promises that Flink builds on. */
  public static <T> void keepsContract(TypeSerializer<T> serializer, T value) throws IOException {
    byte[] bytes = serialized(serializer, value);
    assertThat(deserialized(serializer, bytes)).usingRecursiveComparison().isEqualTo(value);
    assertThat(serializer.copy(value)).usingRecursiveComparison().isEqualTo(value);
    assertThat(deserialized(serializer, serialized(serializer, serializer.copy(value))))
        .usingRecursiveComparison()
        .isEqualTo(value);

    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(bytes), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(bytes);

    TypeSerializer<T> twin = serializer.duplicate();
    assertThat(twin).isEqualTo(serializer).hasSameHashCodeAs(serializer);
    assertThat(serialized(twin, value)).isEqualTo(bytes);
    assertThat(serialized(serializer, serializer.createInstance())).isNotEmpty();

    DataOutputSerializer snapshot = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        snapshot, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> restored =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(snapshot.getCopyOfBuffer()), Golden.class.getClassLoader());
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();

    byte[] later = bytes.clone();
    later[0] = 99;
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> deserialized(serializer, later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(serializer.getClass().getSimpleName())
        .hasMessageContaining("found 99");
  }
}
