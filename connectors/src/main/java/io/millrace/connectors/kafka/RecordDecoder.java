/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.avro.DecodingException;
import java.io.Serializable;

/** Makes a value of a record. */
@FunctionalInterface
public interface RecordDecoder<T> extends Serializable {
  /**
   * @throws DecodingException with a message fit for a dead letter's reason
   */
  T decode(KafkaRecord record) throws DecodingException;
}
