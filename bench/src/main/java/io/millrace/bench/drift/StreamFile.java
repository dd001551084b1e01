/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import io.millrace.connectors.instance.ArffWriter;
import io.millrace.connectors.instance.Column;
import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes streams to files that everyone can read. */
final class StreamFile {
  /** Opens the same stream once more. */
  interface Source {
    InstanceStream open() throws IOException;
  }

  private StreamFile() {}

  /**
   * Writes a stream. It is read twice, because a file's header has to name what only turns up in
   * the course of some.
   *
   * @return how many instances there are
   */
  static long write(Source source, Path arff) throws IOException {
    StreamSchema schema;
    try (InstanceStream stream = source.open()) {
      Instance instance = stream.schema().newInstance();
      boolean more = true;
      while (more) {
        more = stream.next(instance);
      }
      schema = stream.schema();
    }
    List<Column> columns = schema.attributes().stream().map(StreamFile::column).toList();
    try (InstanceStream stream = source.open();
        ArffWriter writer = new ArffWriter(arff, schema.name(), columns, schema.classes())) {
      Instance instance = schema.newInstance();
      long written = 0;
      while (stream.next(instance)) {
        if (instance.label != Instance.UNLABELLED) {
          writer.write(instance.x, instance.label);
          written++;
        }
      }
      return written;
    }
  }

  private static Column column(Attribute attribute) {
    if (attribute instanceof Attribute.Nominal nominal) {
      return Column.nominal(nominal.name(), nominal.values());
    }
    return Column.numeric(attribute.name());
  }
}
