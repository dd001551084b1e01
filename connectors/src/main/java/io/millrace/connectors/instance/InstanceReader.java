/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The instances of a file, one after the other. For one thread. All methods throw {@link
 * InstanceException} where the file is not what it should be.
 */
public interface InstanceReader extends Closeable {
  /** What {@link #label} says when the class is missing. */
  int UNLABELLED = -1;

  /**
   * Opens a file by its ending: {@code .arff}, {@code .csv} or {@code .tsv}, with {@code .gz} or
   * not.
   *
   * @param layout of a table; of an ARFF file, where its class is
   * @throws IOException when the file is missing or cannot be read
   */
  static InstanceReader open(Path file, TableLayout layout) throws IOException {
    String name = file.getFileName().toString();
    String unpacked = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    InstanceReader reader;
    if (unpacked.endsWith(".arff")) {
      reader = ArffReader.open(file, layout.classColumn());
    } else if (unpacked.endsWith(".csv")) {
      reader = CsvReader.open(file, layout);
    } else if (unpacked.endsWith(".tsv")) {
      reader = CsvReader.open(file, layout.delimiter('\t'));
    } else {
      throw new InstanceException(
          file, "its name says nothing of what is in it: use .arff, .csv or .tsv, or these + .gz");
    }
    if (layout.scaled() == 0) {
      return reader;
    }
    try (reader) {
      return ScaledReader.measure(reader, layout.scaled(), () -> open(file, layout.scaled(0)));
    }
  }

  /** The attributes, without the class, in the order of an instance's values. */
  List<Column> columns();

  /** The classes met or declared so far, in the order of their labels. */
  List<String> classes();

  /**
   * Reads the next instance.
   *
   * @param into a value per attribute: a number, or the code of a name; NaN is missing
   * @return false at the end of the file
   */
  boolean next(double[] into);

  /** The class of the instance read last; {@link #UNLABELLED} when it is missing. */
  int label();
}
