/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.TensorShape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The bytes of a part that its signature covers. All numbers are 8 bytes, little-endian; texts and
 * byte strings are their length, so written, and their bytes (UTF-8). In this order: the text
 * {@code millrace-update-1}; event time in milliseconds; model; cohort; worker; update id; base
 * version; round; payload ({@code delta}, {@code model}, {@code gradient}, {@code initial});
 * examples; steps; learning rate as an IEEE double; training time in milliseconds; the number of
 * tensors, and of each its name, the number of its dimensions and these; the number of chunks, and
 * of each tensor, offset, count, codec and data.
 */
final class SignedBytes {
  private static final String BEGINNING = "millrace-update-1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
  private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

  private SignedBytes() {}

  static byte[] of(UpdatePart part) {
    SignedBytes bytes = new SignedBytes();
    UpdateHeader header = part.header();
    Contribution contribution = header.contribution();
    bytes.put(BEGINNING).put(header.timeMillis()).put(header.model()).put(header.cohort());
    bytes.put(contribution.worker()).put(contribution.update()).put(contribution.baseVersion());
    bytes.put(header.round()).put(payload(header)).put(contribution.examples());
    bytes.put(contribution.steps());
    bytes.put(Double.doubleToRawLongBits(contribution.learningRate()));
    bytes.put(contribution.millis()).put(header.shape().tensors().size());
    for (TensorShape tensor : header.shape().tensors()) {
      bytes.put(tensor.name()).put(tensor.dimensions().size());
      tensor.dimensions().forEach(bytes::put);
    }
    bytes.put(part.chunks().size());
    for (Chunk chunk : part.chunks()) {
      bytes.put(chunk.tensor()).put(chunk.offset()).put(chunk.count()).put(chunk.codec());
      bytes.put(chunk.bytes());
    }
    return bytes.out.toByteArray();
  }

  private static String payload(UpdateHeader header) {
    return header.initial()
        ? "initial"
        : header.contribution().payload().name().toLowerCase(Locale.ROOT);
  }

  private SignedBytes put(long value) {
    out.write(number.putLong(0, value).array(), 0, 8);
    return this;
  }

  private SignedBytes put(String text) {
    return put(text.getBytes(UTF_8));
  }

  private SignedBytes put(byte[] bytes) {
    put(bytes.length);
    out.write(bytes, 0, bytes.length);
    return this;
  }
}
