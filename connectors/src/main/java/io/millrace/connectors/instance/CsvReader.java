/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of separated values. A column is nominal when the layout says so or, when it says of
 * none, when a field in its first {@link #LOOK_AHEAD} lines is neither a number nor missing. The
 * names in these lines are known from the beginning.
 */
public final class CsvReader implements InstanceReader {
  /** Lines that are looked at before the first is read. */
  public static final int LOOK_AHEAD = 1000;

  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Deque<Row> ahead;
  private final Table table;

  /**
   * @param line where it ends
   */
  record Row(CSVRecord record, long line) {}

  private CsvReader(
      Path file, CSVParser parser, Iterator<CSVRecord> records, Deque<Row> ahead, Table table) {
    this.file = file;
    this.parser = parser;
    this.records = records;
    this.ahead = ahead;
    this.table = table;
  }

  /**
   * Opens a table and finds out its columns.
   *
   * @throws IOException when the file is missing or cannot be read
   */
  public static CsvReader open(Path file, TableLayout layout) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(layout.delimiter())
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    CSVParser parser = CSVParser.builder().setReader(Text.reader(file)).setFormat(format).get();
    try {
      Iterator<CSVRecord> records = parser.iterator();
      Deque<Row> ahead = new ArrayDeque<>();
      for (int i = 0; i <= LOOK_AHEAD; i++) {
        Row each = read(file, parser, records);
        if (each == null) {
          break;
        }
        ahead.add(each);
      }
      List<Field> fields = new CsvColumns(file, layout).find(ahead);
      int label = CsvColumns.classColumn(file, layout, fields);
      Table table =
          new Table(
              file,
              fields,
              label,
              "write a number, or nothing for a missing one, or list the column as nominal");
      ahead.forEach(row -> table.meet(row.record()));
      return new CsvReader(file, parser, records, ahead, table);
    } catch (RuntimeException e) {
      parser.close();
      throw e;
    }
  }

  private static Row read(Path file, CSVParser parser, Iterator<CSVRecord> records) {
    try {
      return records.hasNext() ? new Row(records.next(), parser.getCurrentLineNumber()) : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new InstanceException(file, parser.getCurrentLineNumber(), e.getMessage());
    }
  }

  @Override
  public List<Column> columns() {
    return table.columns();
  }

  @Override
  public List<String> classes() {
    return table.classes();
  }

  @Override
  public int label() {
    return table.label();
  }

  @Override
  public boolean next(double[] into) {
    Row next = ahead.isEmpty() ? read(file, parser, records) : ahead.removeFirst();
    if (next == null) {
      return false;
    }
    CSVRecord row = next.record();
    if (row.size() != table.width()) {
      throw new InstanceException(
          file,
          next.line(),
          row.size() + " columns instead of " + table.width() + ": quote fields with delimiters");
    }
    for (int i = 0; i < row.size(); i++) {
      table.set(i, row.get(i), false, into, next.line());
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
