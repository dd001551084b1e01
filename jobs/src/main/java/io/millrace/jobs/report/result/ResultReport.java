/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.result;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Numerals;
import io.millrace.jobs.report.page.Page;
import io.millrace.jobs.report.page.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes a report of the JSON that a command printed. */
public final class ResultReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_SECTIONS = 100;
  private static final int LISTED = 8;
  private static final String LABELS = "labels";

  private final List<Section> sections = new ArrayList<>();

  private ResultReport() {}

  /**
   * Reads a file.
   *
   * @throws ResultException when it is damaged, empty, or too large to be a result
   */
  public static Page read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw new ResultException(
          file
              + " has "
              + Numerals.bytes((double) bytes)
              + ": a result has at most "
              + (MOST_BYTES >> 20)
              + " MiB");
    }
    JsonNode document = parse(file);
    ResultReport report = new ResultReport();
    report.section("Result", document);
    return new Page(
        "Millrace: " + file.getFileName(),
        "Made from " + file + ", as of " + Files.getLastModifiedTime(file) + ".",
        report.sections);
  }

  private static JsonNode parse(Path file) throws IOException {
    ArrayNode all = JSON.createArrayNode();
    try (MappingIterator<JsonNode> documents =
        JSON.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNextValue()) {
        all.add(documents.nextValue());
      }
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      throw new ResultException(
          file
              + " is no JSON"
              + (where == null
                  ? ""
                  : ", line " + where.getLineNr() + ", column " + where.getColumnNr())
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + "; give what a command printed with --json");
    }
    JsonNode document = all.size() == 1 ? all.get(0) : all;
    if (!document.isContainerNode() || document.isEmpty()) {
      throw new ResultException(
          file + " holds no result: give what an eval or bench command printed with --json");
    }
    return document;
  }

  private void section(String title, JsonNode node) {
    if (sections.size() >= MOST_SECTIONS) {
      return;
    }
    if (node.isArray()) {
      sections.add(new Section(title, "", list(title, node, node)));
      return;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    Map<String, JsonNode> inner = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      String name = Names.of(field.getKey());
      if (value.isArray() && isShort(value)) {
        figures.put(name, joined(value));
      } else if (value.isArray()) {
        blocks.addAll(list(name, value, node));
      } else if (value.isObject() && isNamed(value)) {
        blocks.addAll(Rows.named(name, value.properties()).blocks());
      } else if (value.isObject()) {
        inner.put(field.getKey(), value);
      } else {
        figures.put(name, Rows.value(value));
      }
    }
    if (!figures.isEmpty()) {
      blocks.add(0, new Block.Figures(figures));
    }
    if (!blocks.isEmpty()) {
      sections.add(new Section(title, "", blocks));
    }
    boolean first = sections.isEmpty();
    inner.forEach((key, value) -> section(first ? Names.title(key) : within(title, key), value));
  }

  private static String within(String title, String key) {
    return title.equals("Result") ? Names.title(key) : title + ": " + Names.of(key);
  }

  /** Several objects of which each holds values: they are rows with names. */
  private static boolean isNamed(JsonNode object) {
    if (object.size() < 2) {
      return false;
    }
    for (JsonNode value : object) {
      if (!value.isObject() || value.isEmpty()) {
        return false;
      }
      for (JsonNode cell : value) {
        if (cell.isContainerNode() && !cell.isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isShort(JsonNode array) {
    for (JsonNode value : array) {
      if (value.isContainerNode()) {
        return false;
      }
    }
    return array.size() <= LISTED;
  }

  private static String joined(JsonNode array) {
    List<String> all = new ArrayList<>();
    for (JsonNode value : array) {
      all.add(value.isNumber() ? Numerals.of(value.numberValue()) : value.asText());
    }
    return all.isEmpty() ? "none" : String.join(", ", all);
  }

  private List<Block> list(String name, JsonNode array, JsonNode parent) {
    if (all(array, JsonNode::isObject)) {
      return Rows.of(name, array).blocks();
    } else if (isMatrix(array)) {
      return List.of(matrix(name, array, parent.path(LABELS)));
    } else if (all(array, JsonNode::isNumber)) {
      double[] places = IntStream.range(0, array.size()).mapToDouble(i -> i).toArray();
      double[] values = new double[array.size()];
      Arrays.setAll(values, i -> array.get(i).doubleValue());
      return List.of(
          new Block.Picture(
              new Chart(name, "number", name, List.of(new Line(name, places, values)))));
    }
    List<List<Object>> rows = new ArrayList<>();
    array.forEach(value -> rows.add(Arrays.asList(Rows.value(value))));
    return List.of(new Block.Table(name, List.of(Block.Column.of(name)), rows, 0));
  }

  private static boolean all(JsonNode array, java.util.function.Predicate<JsonNode> kind) {
    for (JsonNode value : array) {
      if (!kind.test(value)) {
        return false;
      }
    }
    return true;
  }

  /** Rows of equally many numbers, few enough to be seen at once. */
  private static boolean isMatrix(JsonNode array) {
    int columns = array.path(0).size();
    return columns > 0
        && columns <= 64
        && array.size() <= 64
        && all(
            array, row -> row.isArray() && row.size() == columns && all(row, JsonNode::isNumber));
  }

  private static Block matrix(String name, JsonNode array, JsonNode labels) {
    List<String> rows = names(array.size(), labels);
    List<String> columns = names(array.get(0).size(), labels);
    List<List<Block.Shade>> cells = new ArrayList<>();
    for (JsonNode row : array) {
      double sum = 0;
      for (JsonNode value : row) {
        sum += Math.abs(value.doubleValue());
      }
      List<Block.Shade> line = new ArrayList<>();
      for (JsonNode value : row) {
        double share = sum == 0 ? 0 : Math.abs(value.doubleValue()) / sum;
        line.add(new Block.Shade(share, false, Numerals.of(value.numberValue()), ""));
      }
      cells.add(line);
    }
    return new Block.Heat(name + "; shades are shares of a row", "", columns, rows, cells);
  }

  private static List<String> names(int count, JsonNode labels) {
    return IntStream.range(0, count)
        .mapToObj(i -> labels.size() == count ? labels.get(i).asText() : Integer.toString(i))
        .toList();
  }
}
