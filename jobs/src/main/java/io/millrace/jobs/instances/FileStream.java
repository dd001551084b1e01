/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.instances;

import io.millrace.connectors.instance.Column;
import io.millrace.connectors.instance.InstanceReader;
import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The instances of a file as a stream. */
final class FileStream implements InstanceStream {
  private final String name;
  private final InstanceReader reader;

  FileStream(String name, InstanceReader reader) {
    this.name = name;
    this.reader = reader;
  }

  @Override
  public StreamSchema schema() {
    return new StreamSchema(
        name, reader.columns().stream().map(FileStream::attribute).toList(), reader.classes());
  }

  private static Attribute attribute(Column column) {
    return column.nominal()
        ? new Attribute.Nominal(column.name(), column.values())
        : new Attribute.Numeric(column.name());
  }

  @Override
  public boolean next(Instance into) {
    if (!reader.next(into.x)) {
      return false;
    }
    into.label = reader.label() == InstanceReader.UNLABELLED ? Instance.UNLABELLED : reader.label();
    return true;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
