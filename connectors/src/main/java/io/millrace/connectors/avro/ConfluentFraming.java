/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The wire format of Confluent's serializers: a zero byte, then the number of the schema in a
 * registry, four bytes big-endian.
 */
public final class ConfluentFraming implements Framing {
  private static final long serialVersionUID = 1;
  private static final int LENGTH = 5;

  private final SchemaIds registry;
  private final String subject;
  private transient Map<Integer, Schema> schemas;
  private transient int lastId;
  private transient Schema last;

  private ConfluentFraming(SchemaIds registry, String subject) {
    this.registry = registry;
    this.subject = subject;
  }

  /** Framing for the values of a topic, whose subject is {@code <topic>-value}. */
  public static ConfluentFraming forTopic(SchemaIds registry, String topic) {
    return new ConfluentFraming(registry, topic + "-value");
  }

  @Override
  public int length() {
    return LENGTH;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the registry fails: a schema that cannot be registered stops a
   *     job
   */
  @Override
  public byte[] header(Schema schema) {
    try {
      return ByteBuffer.allocate(LENGTH).put((byte) 0).putInt(registry.id(subject, schema)).array();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The schema registry has no number for "
              + schema.getFullName()
              + " under the subject "
              + subject
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Schema writer(byte[] message) throws DecodingException {
    if (message.length < LENGTH) {
      throw new DecodingException(
          "truncated: a message begins with a header of 5 bytes, this one has " + message.length);
    }
    if (message[0] != 0) {
      throw new DecodingException(
          String.format(
              "not in the Confluent wire format: begins with %02x instead of 00", message[0]));
    }
    int id = ByteBuffer.wrap(message).getInt(1);
    if (last == null || id != lastId) {
      last = lookup(id);
      lastId = id;
    }
    return last;
  }

  private Schema lookup(int id) throws DecodingException {
    if (schemas == null) {
      schemas = new HashMap<>();
    }
    Schema schema = schemas.get(id);
    if (schema == null) {
      try {
        schema = registry.schema(id);
      } catch (IOException e) {
        throw new DecodingException(
            "unknown schema: the registry gives none for number " + id + ": " + e.getMessage(), e);
      }
      schemas.put(id, schema);
    }
    return schema;
  }
}
