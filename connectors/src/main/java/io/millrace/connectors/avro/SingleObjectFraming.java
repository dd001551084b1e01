/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Avro's single-object encoding: the bytes C3 01, then the CRC-64-AVRO fingerprint of the schema's
 * canonical form, little-endian (Avro specification 1.12, "Single object encoding specification").
 */
public final class SingleObjectFraming implements Framing {
  private static final long serialVersionUID = 1;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte MARKER_0 = (byte) 0xC3;
  private static final byte MARKER_1 = 1;
  private static final int LENGTH = 10;

  /** Schemas as JSON: the form that every version of Avro can serialize. */
  private final List<String> extra;

  private transient long[] fingerprints;
  private transient Schema[] schemas;

  private SingleObjectFraming(List<String> extra) {
    this.extra = extra;
  }

  /** Knows every schema that was ever released. */
  public static SingleObjectFraming released() {
    return new SingleObjectFraming(List.of());
  }

  /** Knows further schemas as well. */
  public SingleObjectFraming with(Schema... more) {
    return new SingleObjectFraming(
        Stream.concat(extra.stream(), Stream.of(more).map(Schema::toString))
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public byte[] header(Schema schema) {
    byte[] header = new byte[LENGTH];
    header[0] = MARKER_0;
    header[1] = MARKER_1;
    LONG.set(header, 2, SchemaNormalization.parsingFingerprint64(schema));
    return header;
  }

  @Override
  public Schema writer(byte[] message) throws DecodingException {
    if (message.length < LENGTH) {
      throw new DecodingException(
          "truncated: a message begins with a header of 10 bytes, this one has " + message.length);
    }
    if (message[0] != MARKER_0 || message[1] != MARKER_1) {
      throw new DecodingException(
          String.format(
              "not in the single-object encoding: begins with %02x %02x instead of c3 01",
              message[0], message[1]));
    }
    if (fingerprints == null) {
      index();
    }
    long wanted = (long) LONG.get(message, 2);
    for (int i = 0; i < fingerprints.length; i++) {
      if (fingerprints[i] == wanted) {
        return schemas[i];
      }
    }
    throw new DecodingException(
        String.format(
            "unknown schema: no released schema has the fingerprint %016x; was it written by a"
                + " newer version?",
            wanted));
  }

  private void index() {
    List<Schema> all = new ArrayList<>(ReleasedSchemas.all());
    extra.forEach(json -> all.add(new Schema.Parser().parse(json)));
    schemas = all.toArray(Schema[]::new);
    fingerprints = all.stream().mapToLong(SchemaNormalization::parsingFingerprint64).toArray();
  }
}
