/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.Serializable;

/**
 * Turns values of one type into messages and back. Not thread-safe; serializable, so that it
 * travels with a job.
 */
public interface Codec<T> extends Serializable {
  /** The complete message, header included. */
  byte[] encode(T value);

  /**
   * The value that a message holds.
   *
   * @param message the complete message; null counts as malformed
   * @throws DecodingException if the message is absent, truncated, too large, of an unknown or
   *     unsuitable schema, or has bytes to spare
   */
  T decode(byte[] message) throws DecodingException;
}
