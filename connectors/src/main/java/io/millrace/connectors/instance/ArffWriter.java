/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes instances as a dense ARFF file, the class last. Numbers are written to the last bit. */
public final class ArffWriter implements Closeable {
  private final BufferedWriter out;
  private final List<Column> columns;
  private final List<String> classes;
  private final StringBuilder line = new StringBuilder();

  /**
   * Creates the file and writes its header.
   *
   * @param classes names of all labels that will come
   * @throws IOException when the file cannot be written
   */
  public ArffWriter(Path file, String relation, List<Column> columns, List<String> classes)
      throws IOException {
    this.columns = List.copyOf(columns);
    this.classes = List.copyOf(classes);
    out = Text.writer(file);
    out.write("@relation " + quoted(relation) + "\n\n");
    for (Column column : columns) {
      attribute(column.name(), column.nominal() ? names(column.values()) : "numeric");
    }
    boolean taken = columns.stream().anyMatch(column -> column.name().equals("class"));
    attribute(taken ? "class of " + relation : "class", names(classes));
    out.write("\n@data\n");
  }

  private void attribute(String name, String type) throws IOException {
    out.write("@attribute " + quoted(name) + " " + type + "\n");
  }

  private static String names(List<String> values) {
    return values.stream().map(ArffWriter::quoted).collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    if (text.matches("[A-Za-z0-9_.+-]+")) {
      return text;
    }
    return "'"
        + text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "'";
  }

  /**
   * Writes an instance.
   *
   * @param label {@link InstanceReader#UNLABELLED} for a missing one
   * @throws IOException when it cannot be written
   */
  public void write(double[] x, int label) throws IOException {
    line.setLength(0);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (Double.isNaN(x[i])) {
        line.append('?');
      } else if (column.nominal()) {
        line.append(quoted(column.values().get((int) x[i])));
      } else if (x[i] == Math.rint(x[i]) && Math.abs(x[i]) < 1e15) {
        line.append((long) x[i]);
      } else {
        line.append(x[i]);
      }
      line.append(',');
    }
    line.append(label == InstanceReader.UNLABELLED ? "?" : quoted(classes.get(label))).append('\n');
    out.append(line);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
