/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Schemas as far as bytes are concerned: without docs, defaults and logical types. */
final class SchemaForms {
  private SchemaForms() {}

  static boolean sameBytes(Schema a, Schema b) {
    return SchemaNormalization.toParsingForm(a).equals(SchemaNormalization.toParsingForm(b));
  }
}
