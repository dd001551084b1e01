/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The columns of a file, and how their texts become the values of an instance. */
final class Table {
  private final Path file;
  private final List<Field> fields;
  private final int classColumn;
  private final String remedy;
  private int label = InstanceReader.UNLABELLED;

  /**
   * @param remedy what to do when a numeric column holds no number
   */
  Table(Path file, List<Field> fields, int classColumn, String remedy) {
    this.file = file;
    this.fields = fields;
    this.classColumn = classColumn;
    this.remedy = remedy;
    if (fields.size() < 2) {
      throw new InstanceException(
          file,
          "it has "
              + fields.size()
              + " columns: an attribute and a class are needed at least; is the delimiter right?");
    }
  }

  /**
   * Finds a column by its name, or its number from 1.
   *
   * @param what it is wanted for
   */
  static int find(Path file, String column, List<String> names, String what) {
    int index = names.indexOf(column);
    if (index < 0 && column.matches("[1-9]\\d{0,6}")) {
      index = Integer.parseInt(column) - 1;
    }
    if (index < 0 || index >= names.size()) {
      throw new InstanceException(
          file,
          String.format(
              "there is no column '%s' for the %s: use one of %s, or a number from 1 to %d",
              column,
              what,
              names.size() > 20 ? names.subList(0, 20) + "..." : names,
              names.size()));
    }
    return index;
  }

  int width() {
    return fields.size();
  }

  int label() {
    return label;
  }

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (i != classColumn) {
        columns.add(fields.get(i).column());
      }
    }
    return columns;
  }

  List<String> classes() {
    return fields.get(classColumn).values();
  }

  /** Gives codes to the names in a row, as reading it would. */
  void meet(Iterable<String> row) {
    int column = 0;
    for (String text : row) {
      if (column < fields.size() && fields.get(column).isNominal() && !missing(text)) {
        fields.get(column).code(text);
      }
      column++;
    }
  }

  private static boolean missing(String text) {
    return text.isEmpty() || text.equals("?");
  }

  /** What a sparse row leaves out: 0, which of names is the first. */
  void clear(double[] into) {
    Arrays.fill(into, 0, fields.size() - 1, 0);
    label = 0;
  }

  /**
   * Reads one text.
   *
   * @param quoted whether it stood in quotes, where a question mark is none
   */
  void set(int column, String text, boolean quoted, double[] into, long line) {
    Field field = fields.get(column);
    boolean missing = !quoted && missing(text);
    if (column == classColumn) {
      label = missing ? InstanceReader.UNLABELLED : field.code(text);
    } else {
      int place = column < classColumn ? column : column - 1;
      into[place] = missing ? Double.NaN : value(field, column, text, line);
    }
  }

  private double value(Field field, int column, String text, long line) {
    if (field.isNominal()) {
      return field.code(text);
    } else if (Text.number(text)) {
      return Double.parseDouble(text);
    } else if (text.equalsIgnoreCase("nan") || text.equals("NA")) {
      return Double.NaN;
    }
    throw new InstanceException(
        file,
        line,
        String.format(
            "column %d ('%s') is numeric and holds '%s': %s",
            column + 1, field.name(), text, remedy));
  }
}
