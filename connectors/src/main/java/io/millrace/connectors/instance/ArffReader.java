/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import io.millrace.connectors.instance.ArffTokens.SyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An ARFF file, dense or sparse. A name that its attribute does not declare is taken in as a new
 * one.
 */
public final class ArffReader implements InstanceReader {
  private final Path file;
  private final BufferedReader in;
  private final Table table;
  private final ArffTokens tokens = new ArffTokens();
  private long line;

  private ArffReader(Path file, BufferedReader in, Table table, long line) {
    this.file = file;
    this.in = in;
    this.table = table;
    this.line = line;
  }

  /**
   * Opens a file and reads its header.
   *
   * @param classColumn the name of the class, or its number from 1; empty for the last attribute
   * @throws IOException when the file is missing or cannot be read
   */
  public static ArffReader open(Path file, String classColumn) throws IOException {
    BufferedReader in = Text.reader(file);
    try {
      ArffHeader header = new ArffHeader(file);
      header.read(in);
      List<Field> fields = header.fields();
      List<String> names = fields.stream().map(Field::name).toList();
      int label =
          classColumn.isEmpty() ? fields.size() - 1 : Table.find(file, classColumn, names, "class");
      if (label >= 0 && !fields.get(label).isNominal()) {
        throw new InstanceException(
            file,
            "the class '"
                + names.get(label)
                + "' is numeric: declare it as {NAME, ...}, or name another attribute as the class");
      }
      Table table =
          new Table(
              file, fields, label, "write a number or ?, or declare the attribute as {NAME, ...}");
      return new ArffReader(file, in, table, header.lines());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
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
    try {
      String text;
      while ((text = in.readLine()) != null) {
        line++;
        tokens.start(text);
        if (tokens.peek() != 0) {
          if (tokens.take('{')) {
            sparse(into);
          } else {
            dense(into);
          }
          return true;
        }
      }
      return false;
    } catch (SyntaxException e) {
      throw new InstanceException(file, line, e.getMessage());
    } catch (IOException e) {
      throw new InstanceException(file, e);
    }
  }

  private void dense(double[] into) throws SyntaxException {
    int width = table.width();
    for (int column = 0; column < width; column++) {
      table.set(column, tokens.word(false), tokens.quoted(), into, line);
      if (column < width - 1 && !tokens.take(',')) {
        throw new SyntaxException(
            (column + 1) + " values instead of " + width + ": write all, ? for missing ones");
      }
    }
    // Some programs put a comma behind the last value.
    tokens.take(',');
    if (tokens.peek() != 0) {
      throw new SyntaxException(
          "'" + tokens.rest() + "' follows the " + width + " values: remove it");
    }
  }

  private void sparse(double[] into) throws SyntaxException {
    table.clear(into);
    while (!tokens.take('}')) {
      String index = tokens.word(true);
      if (!index.matches("\\d{1,9}") || Integer.parseInt(index) >= table.width()) {
        throw new SyntaxException(
            String.format(
                "'%s' is no attribute of a sparse row: use numbers from 0 to %d",
                index, table.width() - 1));
      }
      String value = tokens.word(false);
      table.set(Integer.parseInt(index), value, tokens.quoted(), into, line);
      if (!tokens.take(',') && tokens.peek() != '}') {
        throw new SyntaxException("a sparse row ends without }: close it in the same line");
      }
    }
    if (tokens.peek() != 0) {
      throw new SyntaxException("'" + tokens.rest() + "' follows a sparse row: remove it");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
