/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.IOException;
import java.io.Serializable;
import org.apache.avro.Schema;

/** A schema registry: numbers for schemas. Answers are cached by who asks. */
public interface SchemaIds extends Serializable {
  /**
   * The schema with a number.
   *
   * @throws IOException if there is none, or the registry does not answer
   */
  Schema schema(int id) throws IOException;

  /**
   * The number of a schema under a subject, registering it where the registry allows.
   *
   * @throws IOException if the registry refuses the schema or does not answer
   */
  int id(String subject, Schema schema) throws IOException;
}
