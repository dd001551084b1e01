/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The codec of any generated record, by Avro's own readers and writers. Messages of earlier
 * versions are resolved to the current schema. An array of floats costs about 8 ns a value, because
 * Avro boxes them; {@link SignalFrames} does without.
 */
public final class RecordCodec<T extends SpecificRecord> implements Codec<T> {
  /** The largest message that is decoded, in bytes, unless another limit is given. */
  public static final int DEFAULT_LIMIT = 16 << 20;

  private static final long serialVersionUID = 1;

  static {
    SchemaTrust.ensure();
  }

  private final Class<T> type;
  private final Framing framing;
  private final int limit;
  private transient Machinery<T> machinery;

  private RecordCodec(Class<T> type, Framing framing, int limit) {
    this.type = type;
    this.framing = framing;
    this.limit = limit;
  }

  /** In the single-object encoding. */
  public static <T extends SpecificRecord> RecordCodec<T> of(Class<T> type) {
    return of(type, SingleObjectFraming.released(), DEFAULT_LIMIT);
  }

  /**
   * With any framing.
   *
   * @param limit the largest message that is decoded, in bytes
   */
  public static <T extends SpecificRecord> RecordCodec<T> of(
      Class<T> type, Framing framing, int limit) {
    return new RecordCodec<>(type, framing, limit);
  }

  @Override
  public byte[] encode(T value) {
    return machinery().write(value);
  }

  @Override
  public T decode(byte[] message) throws DecodingException {
    requireSize(message, limit);
    return machinery().read(message, framing.writer(message));
  }

  static void requireSize(byte[] message, int limit) throws DecodingException {
    if (message == null) {
      throw new DecodingException("no value: the record is a tombstone");
    }
    if (message.length > limit) {
      throw new DecodingException(
          "oversize: " + message.length + " bytes, the limit is " + limit + " bytes");
    }
  }

  private Machinery<T> machinery() {
    if (machinery == null) {
      machinery = new Machinery<>(type, framing);
    }
    return machinery;
  }

  /** What is built once per instance and does not travel with it. */
  private static final class Machinery<T extends SpecificRecord> {
    private final SpecificData data;
    private final Schema current;
    private final int offset;
    private final byte[] header;
    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(buffer, null);
    private final WireReader decoder = new WireReader();
    private final IdentityHashMap<Schema, SpecificDatumReader<T>> readers = new IdentityHashMap<>();

    Machinery(Class<T> type, Framing framing) {
      data = SpecificData.getForClass(type);
      current = data.getSchema(type);
      offset = framing.length();
      header = framing.header(current);
      writer = new SpecificDatumWriter<>(current, data);
    }

    byte[] write(T value) {
      buffer.reset();
      buffer.writeBytes(header);
      try {
        writer.write(value, encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return buffer.toByteArray();
    }

    T read(byte[] message, Schema written) throws DecodingException {
      SpecificDatumReader<T> reader = readers.get(written);
      if (reader == null) {
        reader = reader(written);
        readers.put(written, reader);
      }
      try {
        T value = reader.read(null, decoder.reset(message, offset));
        decoder.requireEnd();
        return value;
      } catch (DecodingException e) {
        throw new DecodingException(current.getName() + ": " + e.getMessage(), e);
      } catch (IOException | RuntimeException e) {
        // Avro answers hostile data with many kinds of exception.
        throw new DecodingException(current.getName() + ": malformed: " + e.getMessage(), e);
      }
    }

    private SpecificDatumReader<T> reader(Schema written) throws DecodingException {
      SchemaCompatibility.SchemaPairCompatibility pair =
          SchemaCompatibility.checkReaderWriterCompatibility(current, written);
      if (pair.getType() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
        throw new DecodingException(
            "unsuitable schema: a "
                + written.getName()
                + " cannot be read as "
                + current.getName());
      }
      return new SpecificDatumReader<>(written, current, data);
    }
  }
}
