/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.Serializable;
import org.apache.avro.Schema;

/** The header of a message, which names the schema that its data were written with. */
public sealed interface Framing extends Serializable permits SingleObjectFraming, ConfluentFraming {
  /** The length of the header in bytes. */
  int length();

  /** The header of messages written with a schema. */
  byte[] header(Schema schema);

  /**
   * The schema that a message was written with; for equal headers the same instance.
   *
   * @throws DecodingException if the header is truncated, of another format, or names no known
   *     schema
   */
  Schema writer(byte[] message) throws DecodingException;
}
