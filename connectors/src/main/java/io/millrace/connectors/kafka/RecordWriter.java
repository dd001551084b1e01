/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.io.Serializable;

/**
 * Makes the record of a value, inside the sink. Every sink has its own copy: it need not be
 * thread-safe.
 */
public interface RecordWriter<T> extends Serializable {
  /** The record's key, which chooses its partition; null for any. */
  byte[] key(T value);

  /** The record's value; null for a tombstone. */
  byte[] value(T value);

  /**
   * An id that the same value has whenever it is written, for readers to drop what an at-least-once
   * sink wrote twice; null for none.
   */
  byte[] id(T value);
}
