/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    ModelShape shape =
        new ModelShape(
            List.of(
                TensorShape.of("layer.weight", 200, 151),
                TensorShape.of("layer.bias", 3),
                TensorShape.of("empty", 0, 4),
                TensorShape.of("step")));
    float[] weight = new float[200 * 151];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i / 7f;
    }
    List<float[]> values =
        List.of(weight, new float[] {-1, 2, Float.MIN_VALUE}, new float[0], new float[] {5});
    Path file = folder.resolve("model.safetensors");
    try (var channel =
        Files.newByteChannel(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      Safetensors.write(channel, shape, Map.of("version", "7"), values);
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      Safetensors read = Safetensors.open(channel);
      assertThat(read.metadata()).containsExactly(Map.entry("version", "7"));
      assertThat(read.shape().values()).isEqualTo(shape.values());
      for (StoredTensor tensor : read.tensors()) {
        int index = shape.tensors().indexOf(tensor.shape());
        float[] back = new float[(int) tensor.shape().values()];
        read.read(tensor, 0, back, 0, back.length);
        assertThat(back).isEqualTo(values.get(index));
      }
      float[] part = new float[5];
      StoredTensor first = read.tensors().get(0);
      read.read(first, 1000, part, 1, 4);
      assertThat(part[1]).isEqualTo(1000 / 7f);
      assertThatThrownBy(() -> read.read(first, 30_199, part, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void otherFloatFormatsAreReadAndIntegersAreNot() throws IOException {
    byte[] file =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[4,6]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[6,14]},"
                + "\"i\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[14,15]}}",
            ByteBuffer.allocate(15)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3c00)
                .putShort((short) 0xc000)
                .putShort((short) 0x3fc0)
                .putDouble(0.25)
                .put((byte) 1)
                .array());
    try (SeekableByteChannel channel = channel(file)) {
      Safetensors read = Safetensors.open(channel);
      float[] out = new float[4];
      read.read(read.tensors().get(0), 0, out, 0, 2);
      read.read(read.tensors().get(1), 0, out, 2, 1);
      read.read(read.tensors().get(2), 0, out, 3, 1);
      assertThat(out).containsExactly(1, -2, 1.5f, 0.25f);
      assertThatThrownBy(() -> read.read(read.tensors().get(3), 0, out, 0, 1))
          .hasMessageContaining("I8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{} x",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}}",
        "{\"__metadata__\":{\"x\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"
      })
  void brokenHeadersAreRefused(String header) throws IOException {
    byte[] file = file(header, new byte[8]);
    try (SeekableByteChannel channel = channel(file)) {
      assertThatThrownBy(() -> Safetensors.open(channel)).isInstanceOf(SafetensorsException.class);
    }
  }

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] good =
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);
    Random random = new Random(5);
    Path path = folder.resolve("mutated");
    int refused = 0;
    for (int trial = 0; trial < 1500; trial++) {
      byte[] bytes =
          java.util.Arrays.copyOf(good, trial % 4 == 0 ? random.nextInt(80) : good.length);
      for (int f = random.nextInt(4); f >= 0 && bytes.length > 0; f--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(path, bytes);
      try (SeekableByteChannel channel = Files.newByteChannel(path)) {
        Safetensors.open(channel);
      } catch (SafetensorsException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  private static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private SeekableByteChannel channel(byte[] bytes) throws IOException {
    Path file = Files.createTempFile(folder, "st", null);
    Files.write(file, bytes);
    return Files.newByteChannel(file);
  }
}
