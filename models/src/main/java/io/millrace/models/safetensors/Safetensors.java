/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An opened safetensors file: its header is checked, its data is read on demand. */
public final class Safetensors {
  private static final int MOST_HEADER = 100_000_000;
  private static final int BUFFER = 1 << 16;
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final SeekableByteChannel channel;
  private final long dataAt;
  private final List<StoredTensor> tensors;
  private final Map<String, String> metadata;

  private Safetensors(
      SeekableByteChannel channel,
      long dataAt,
      List<StoredTensor> tensors,
      Map<String, String> metadata) {
    this.channel = channel;
    this.dataAt = dataAt;
    this.tensors = tensors;
    this.metadata = metadata;
  }

  /**
   * Reads and checks the header. The channel stays the caller's to close.
   *
   * @throws SafetensorsException when the file is not valid
   */
  public static Safetensors open(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new SafetensorsException("the file has " + size + " bytes, its header alone needs 8");
    }
    channel.position(0);
    long length = read(channel, 8).getLong();
    if (length < 2 || length > MOST_HEADER || length > size - 8) {
      throw new SafetensorsException(
          "the header claims "
              + Long.toUnsignedString(length)
              + " bytes, must be 2 to "
              + Math.min(MOST_HEADER, size - 8));
    }
    byte[] header = read(channel, (int) length).array();
    JsonNode root;
    try {
      root = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw new SafetensorsException("the header is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!(root instanceof ObjectNode)) {
      throw new SafetensorsException("the header is not a JSON object");
    }
    long dataAt = 8 + length;
    Map<String, String> metadata = new TreeMap<>();
    List<StoredTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        readMetadata(field.getValue(), metadata);
      } else {
        tensors.add(tensor(field.getKey(), field.getValue()));
      }
    }
    tensors.sort(
        Comparator.comparingLong(StoredTensor::start)
            .thenComparingLong(StoredTensor::bytes)
            .thenComparing(t -> t.shape().name()));
    requireSeamless(tensors, size - dataAt);
    return new Safetensors(channel, dataAt, List.copyOf(tensors), metadata);
  }

  private static void readMetadata(JsonNode node, Map<String, String> metadata) {
    if (!node.isObject()) {
      throw new SafetensorsException("__metadata__ is not an object");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new SafetensorsException("__metadata__ '" + entry.getKey() + "' is not a string");
      }
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
  }

  private static StoredTensor tensor(String name, JsonNode node) {
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw new SafetensorsException("tensor '" + name + "' lacks shape or data_offsets");
    }
    Dtype dtype;
    try {
      dtype = Dtype.valueOf(node.path("dtype").asText());
    } catch (IllegalArgumentException e) {
      throw new SafetensorsException(
          "tensor '" + name + "' has dtype '" + node.path("dtype").asText() + "'", e);
    }
    List<Long> dimensions = new ArrayList<>();
    for (JsonNode dimension : shape) {
      dimensions.add(whole(name, dimension));
    }
    long start = whole(name, offsets.get(0));
    long end = whole(name, offsets.get(1));
    long expected;
    TensorShape checked;
    try {
      checked = new TensorShape(name, dimensions);
      expected = Math.multiplyExact(checked.values(), (long) dtype.bytes());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new SafetensorsException("tensor '" + name + "': " + e.getMessage(), e);
    }
    if (end - start != expected) {
      throw new SafetensorsException(
          "tensor '"
              + name
              + "' of "
              + dimensions
              + " "
              + dtype
              + " needs "
              + expected
              + " bytes, its offsets span "
              + (end - start));
    }
    return new StoredTensor(checked, dtype, start, expected);
  }

  private static long whole(String name, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw new SafetensorsException(
          "tensor '" + name + "' has " + node + " where a whole number >= 0 is due");
    }
    return node.longValue();
  }

  /** Data must be covered once and without gaps, as the format demands. */
  private static void requireSeamless(List<StoredTensor> tensors, long size) {
    long next = 0;
    for (StoredTensor tensor : tensors) {
      if (tensor.start() != next) {
        throw new SafetensorsException(
            "tensor '"
                + tensor.shape().name()
                + "' starts at byte "
                + tensor.start()
                + " of the data, where "
                + next
                + " is due: tensors overlap or leave a gap");
      }
      next += tensor.bytes();
      if (next > size) {
        throw new SafetensorsException(
            "tensor '" + tensor.shape().name() + "' ends behind the file's end");
      }
    }
    if (next != size) {
      throw new SafetensorsException((size - next) + " bytes follow behind the last tensor");
    }
  }

  /** In the order of their data. */
  public List<StoredTensor> tensors() {
    return tensors;
  }

  /** Free text that the file carries. */
  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** The shape of all tensors. */
  public ModelShape shape() {
    return new ModelShape(tensors.stream().map(StoredTensor::shape).toList());
  }

  /**
   * Reads a stretch of a tensor as floats; F64 is rounded, integers cannot be read.
   *
   * @throws SafetensorsException when the type holds no floats
   */
  public void read(StoredTensor tensor, long offset, float[] out, int to, int count)
      throws IOException {
    java.util.Objects.checkFromIndexSize(offset, (long) count, tensor.shape().values());
    java.util.Objects.checkFromIndexSize(to, count, out.length);
    int width = tensor.dtype().bytes();
    channel.position(dataAt + tensor.start() + offset * width);
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.min(BUFFER, Math.max(1, count * width)))
            .order(ByteOrder.LITTLE_ENDIAN);
    int at = to;
    int left = count;
    while (left > 0) {
      int values = Math.min(left, buffer.capacity() / width);
      buffer.clear().limit(values * width);
      fill(channel, buffer);
      buffer.flip();
      for (int i = 0; i < values; i++) {
        out[at++] = FloatFormats.read(tensor, buffer);
      }
      left -= values;
    }
  }

  /** Writes a model as F32, tensors in the order of the shape. */
  public static void write(
      WritableByteChannel channel,
      ModelShape shape,
      Map<String, String> metadata,
      List<float[]> values)
      throws IOException {
    for (int t = 0; t < shape.tensors().size(); t++) {
      TensorShape tensor = shape.tensors().get(t);
      if (values.get(t).length != tensor.values()) {
        throw new IllegalArgumentException(
            "tensor '"
                + tensor.name()
                + "' has "
                + values.get(t).length
                + " values, its shape "
                + tensor.dimensions()
                + " needs "
                + tensor.values());
      }
    }
    writeHead(channel, shape, metadata);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] tensor : values) {
      for (int at = 0; at < tensor.length; ) {
        buffer.clear();
        int used = Math.min(BUFFER / 4, tensor.length - at);
        buffer.asFloatBuffer().put(tensor, at, used);
        drain(channel, buffer.limit(4 * used));
        at += used;
      }
    }
  }

  /** The values of a fragment. */
  @FunctionalInterface
  public interface Values {
    float[] fragment(int index) throws IOException;
  }

  /** Writes a model as F32, fragment after fragment, so that none but one is in memory. */
  public static void write(
      WritableByteChannel channel, ModelShape shape, Map<String, String> metadata, Values values)
      throws IOException {
    writeHead(channel, shape, metadata);
    ByteBuffer buffer = ByteBuffer.allocate(4 * ModelShape.FRAGMENT).order(ByteOrder.LITTLE_ENDIAN);
    for (int f = 0; f < shape.fragments(); f++) {
      float[] fragment = values.fragment(f);
      if (fragment.length != shape.fragment(f).length()) {
        throw new IllegalArgumentException(
            "fragment "
                + f
                + " has "
                + fragment.length
                + " values, must have "
                + shape.fragment(f).length());
      }
      buffer.clear();
      buffer.asFloatBuffer().put(fragment);
      drain(channel, buffer.limit(4 * fragment.length));
    }
  }

  private static void writeHead(
      WritableByteChannel channel, ModelShape shape, Map<String, String> metadata)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = root.putObject("__metadata__");
      new TreeMap<>(metadata).forEach(node::put);
    }
    long next = 0;
    for (int t = 0; t < shape.tensors().size(); t++) {
      TensorShape tensor = shape.tensors().get(t);
      ObjectNode node = root.putObject(tensor.name());
      node.put("dtype", Dtype.F32.name());
      tensor.dimensions().forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(next).add(next + 4 * tensor.values());
      next += 4 * tensor.values();
    }
    byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    drain(channel, head.flip());
  }

  private static ByteBuffer read(ReadableByteChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, buffer);
    return buffer.flip();
  }

  private static void fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new SafetensorsException("the file ends early");
      }
    }
  }

  private static void drain(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
