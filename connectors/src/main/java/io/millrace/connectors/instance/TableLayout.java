/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import java.util.List;

/**
 * What a table of separated values looks like.
 *
 * @param delimiter what separates columns
 * @param header whether the first line names the columns
 * @param classColumn the name of the class, or its number from 1; empty for the last column
 * @param nominal which columns hold names: their names, or their numbers from 1, or ranges such as
 *     11-54; empty to find out from the first lines
 * @param classes names of the classes, in the order of their labels; those not in it follow as they
 *     come
 * @param scaled so many of the first attributes, if they are numeric, are brought to 0 to 1 by the
 *     smallest and largest value in the whole file, which is read twice for it
 */
public record TableLayout(
    char delimiter,
    Header header,
    String classColumn,
    List<String> nominal,
    List<String> classes,
    int scaled) {
  /** Whether the first line names the columns. */
  public enum Header {
    PRESENT,
    ABSENT,
    /** It does when no field in it is a number or missing, and none is there twice. */
    AUTOMATIC
  }

  /** Commas, all else found out, the class last. */
  public static final TableLayout AUTOMATIC =
      new TableLayout(',', Header.AUTOMATIC, "", List.of(), List.of(), 0);

  public TableLayout {
    nominal = List.copyOf(nominal);
    classes = List.copyOf(classes);
    if (scaled < 0) {
      throw new IllegalArgumentException(
          "the first " + scaled + " columns to scale: it must be 0 or more");
    }
  }

  public TableLayout delimiter(char newDelimiter) {
    return new TableLayout(newDelimiter, header, classColumn, nominal, classes, scaled);
  }

  public TableLayout header(Header newHeader) {
    return new TableLayout(delimiter, newHeader, classColumn, nominal, classes, scaled);
  }

  public TableLayout classColumn(String newClassColumn) {
    return new TableLayout(delimiter, header, newClassColumn, nominal, classes, scaled);
  }

  public TableLayout nominal(List<String> newNominal) {
    return new TableLayout(delimiter, header, classColumn, newNominal, classes, scaled);
  }

  public TableLayout classes(List<String> newClasses) {
    return new TableLayout(delimiter, header, classColumn, nominal, newClasses, scaled);
  }

  public TableLayout scaled(int newScaled) {
    return new TableLayout(delimiter, header, classColumn, nominal, classes, newScaled);
  }
}
