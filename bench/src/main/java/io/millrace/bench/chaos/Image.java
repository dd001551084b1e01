/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a record says, but for the time on the clock: two records are equal when their images are.
 * Floats are equal when they are so bit for bit, not a number aside.
 *
 * @param high first eight bytes of a SHA-256
 * @param low the eight after them
 */
record Image(long high, long low) {
  /** The image of a record. */
  static Image of(SpecificRecord record, Set<String> clocks) {
    StringBuilder text = new StringBuilder();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!clocks.contains(field.name())) {
        text.append(field.name()).append('=').append(text(record.get(field.pos()))).append('\n');
      }
    }
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
      return new Image(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Avro prints what is inside of records and lists, but not of bytes alone. */
  private static Object text(Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    }
    return value;
  }
}
