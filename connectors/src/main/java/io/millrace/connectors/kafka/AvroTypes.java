/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * How Flink moves generated records where they cross from one operator to another after all. Give
 * it to {@code map(function, type)}: Flink's own extraction asks for another module.
 */
public final class AvroTypes {
  private AvroTypes() {}

  /** Type information of a generated record. */
  public static <T extends SpecificRecord> TypeInformation<T> of(Class<T> type) {
    return new ValueTypeInfo<>(type, new AvroRecordSerializer<>(type));
  }
}
