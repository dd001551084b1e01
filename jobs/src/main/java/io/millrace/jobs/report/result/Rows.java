/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects of the same kind in a row: a table, and lines where one of their numbers ascends. */
final class Rows {
  private static final int SHOWN = 200;
  private static final int MOST_COLUMNS = 24;
  private static final int LEAST_POINTS = 5;
  private static final int MOST_LINES = 6;
  private static final int MOST_CHARTS = 8;
  private static final int MOST_TEXT = 200;

  private final String caption;
  private final List<Map<String, Object>> rows;
  private final List<String> columns;

  private Rows(String caption, List<Map<String, Object>> rows) {
    this.caption = caption;
    this.rows = rows;
    Set<String> all = new LinkedHashSet<>();
    rows.forEach(row -> all.addAll(row.keySet()));
    columns = all.stream().limit(MOST_COLUMNS).toList();
  }

  /** Of a list of objects. */
  static Rows of(String caption, Iterable<JsonNode> objects) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (JsonNode object : objects) {
      Map<String, Object> row = new LinkedHashMap<>();
      flatten("", object, row);
      rows.add(row);
    }
    return new Rows(caption, rows);
  }

  /** Of objects by name. */
  static Rows named(String caption, Iterable<Map.Entry<String, JsonNode>> objects) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> object : objects) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("", object.getKey());
      flatten("", object.getValue(), row);
      rows.add(row);
    }
    return new Rows(caption, rows);
  }

  private static void flatten(String prefix, JsonNode object, Map<String, Object> row) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name =
          prefix.isEmpty() ? Names.of(field.getKey()) : prefix + ", " + Names.of(field.getKey());
      if (field.getValue().isObject()) {
        flatten(name, field.getValue(), row);
      } else {
        row.put(name, value(field.getValue()));
      }
    }
  }

  /** A value as a cell: a number, a text, or null. */
  static Object value(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    } else if (node.isNumber()) {
      return node.numberValue();
    } else if (node.isBoolean()) {
      return node.asBoolean() ? "yes" : "no";
    }
    String text = node.isTextual() ? node.asText() : node.toString();
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + '\u2026';
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(pictures());
    List<List<Object>> cells = new ArrayList<>();
    for (Map<String, Object> row : rows.subList(0, Math.min(SHOWN, rows.size()))) {
      List<Object> line = new ArrayList<>();
      columns.forEach(column -> line.add(row.get(column)));
      cells.add(line);
    }
    blocks.add(
        new Block.Table(
            caption,
            columns.stream().map(name -> new Block.Column(name, rows.size() > 1)).toList(),
            cells,
            rows.size() - cells.size()));
    return blocks;
  }

  private List<Block> pictures() {
    List<String> numbers = columns.stream().filter(this::isNumeric).toList();
    String over = numbers.stream().filter(this::ascends).findFirst().orElse(null);
    if (over == null || rows.size() < LEAST_POINTS) {
      return List.of();
    }
    List<String> shares = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String column : numbers) {
      if (!column.equals(over) && !isConstant(column)) {
        (isShare(column) ? shares : others).add(column);
      }
    }
    List<Block> pictures = new ArrayList<>();
    for (int i = 0; i < shares.size(); i += MOST_LINES) {
      pictures.add(picture(over, shares.subList(i, Math.min(i + MOST_LINES, shares.size()))));
    }
    others.forEach(column -> pictures.add(picture(over, List.of(column))));
    return pictures.subList(0, Math.min(MOST_CHARTS, pictures.size()));
  }

  private Block picture(String over, List<String> measures) {
    String what = measures.size() == 1 ? measures.get(0) : "";
    return new Block.Picture(
        new Chart(
            String.join(", ", measures) + " over " + over,
            over,
            what,
            measures.stream()
                .map(column -> new Line(column, values(over), values(column)))
                .toList()));
  }

  private double[] values(String column) {
    return rows.stream()
        .mapToDouble(
            row -> row.get(column) instanceof Number number ? number.doubleValue() : Double.NaN)
        .toArray();
  }

  /** Only numbers, or unknown, and a number at least. */
  private boolean isNumeric(String column) {
    boolean any = false;
    for (Map<String, Object> row : rows) {
      Object value = row.get(column);
      if (value != null && !(value instanceof Number)) {
        return false;
      }
      any |= value != null;
    }
    return any;
  }

  private boolean ascends(String column) {
    double last = Double.NEGATIVE_INFINITY;
    for (double value : values(column)) {
      if (!(value > last)) {
        return false;
      }
      last = value;
    }
    return true;
  }

  private boolean isConstant(String column) {
    double[] values = values(column);
    for (double value : values) {
      if (Double.compare(value, values[0]) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isShare(String column) {
    for (double value : values(column)) {
      if (value < -1 || value > 1) {
        return false;
      }
    }
    return true;
  }
}
