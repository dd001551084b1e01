/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import io.millrace.connectors.instance.TableLayout.Header;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds out the columns of a table from its layout and its first lines. */
final class CsvColumns {
  private final Path file;
  private final TableLayout layout;

  CsvColumns(Path file, TableLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * All columns, the class among them.
   *
   * @param rows the first lines; loses the header
   */
  List<Field> find(Deque<CsvReader.Row> rows) {
    if (rows.isEmpty()) {
      throw new InstanceException(file, "it is empty");
    }
    List<String> names = names(rows);
    BitSet nominal = layout.nominal().isEmpty() ? textual(rows, names.size()) : listed(names);
    int label =
        layout.classColumn().isEmpty()
            ? names.size() - 1
            : Table.find(file, layout.classColumn(), names, "class");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i == label) {
        fields.add(Field.nominal(names.get(i), layout.classes()));
      } else {
        fields.add(
            nominal.get(i) ? Field.nominal(names.get(i), List.of()) : Field.numeric(names.get(i)));
      }
    }
    return fields;
  }

  /** Where the class is. */
  static int classColumn(Path file, TableLayout layout, List<Field> fields) {
    return layout.classColumn().isEmpty()
        ? fields.size() - 1
        : Table.find(
            file, layout.classColumn(), fields.stream().map(Field::name).toList(), "class");
  }

  private List<String> names(Deque<CsvReader.Row> rows) {
    List<String> first = new ArrayList<>();
    rows.getFirst().record().forEach(first::add);
    if (!first.isEmpty() && first.get(0).startsWith("\ufeff")) {
      first.set(0, first.get(0).substring(1));
    }
    if (layout.header() == Header.ABSENT
        || (layout.header() == Header.AUTOMATIC && !looksLikeNames(first))) {
      return IntStream.rangeClosed(1, first.size()).mapToObj(i -> "column" + i).toList();
    }
    Set<String> seen = new HashSet<>();
    for (String name : first) {
      if (!seen.add(name)) {
        throw new InstanceException(
            file,
            1,
            "two columns are called '" + name + "': rename one, or say there is no header");
      }
    }
    rows.removeFirst();
    return first;
  }

  private static boolean looksLikeNames(List<String> line) {
    return new HashSet<>(line).size() == line.size()
        && line.stream().noneMatch(each -> missing(each) || Text.number(each));
  }

  private static boolean missing(String text) {
    return text.isEmpty() || text.equals("?") || text.equals("NA");
  }

  private static BitSet textual(Iterable<CsvReader.Row> rows, int width) {
    BitSet textual = new BitSet();
    for (CsvReader.Row row : rows) {
      for (int i = 0; i < Math.min(width, row.record().size()); i++) {
        String text = row.record().get(i);
        if (!missing(text) && !Text.number(text)) {
          textual.set(i);
        }
      }
    }
    return textual;
  }

  private BitSet listed(List<String> names) {
    BitSet listed = new BitSet();
    for (String each : layout.nominal()) {
      if (!names.contains(each) && each.matches("[1-9]\\d{0,6}-[1-9]\\d{0,6}")) {
        int dash = each.indexOf('-');
        int from = Table.find(file, each.substring(0, dash), names, "nominal columns " + each);
        int to = Table.find(file, each.substring(dash + 1), names, "nominal columns " + each);
        listed.set(from, to + 1);
      } else {
        listed.set(Table.find(file, each, names, "nominal columns"));
      }
    }
    return listed;
  }
}
