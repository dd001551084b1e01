/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import io.millrace.jobs.plot.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a section of a report is made of. */
public sealed interface Block {
  /** Values with their names, in order. A value is a text, a number, or null for unknown. */
  record Figures(Map<String, Object> values) implements Block {
    public Figures {
      values = new LinkedHashMap<>(values);
    }
  }

  /**
   * Rows of cells. A cell is a text, a number, or null for unknown.
   *
   * @param caption what the rows are
   * @param more rows that are not shown
   */
  record Table(String caption, List<Column> columns, List<List<Object>> rows, long more)
      implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = new ArrayList<>(rows);
      for (List<Object> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row of " + row.size() + " cells under " + columns.size() + " columns");
        }
      }
    }
  }

  /**
   * A column.
   *
   * @param bars whether numbers are drawn as bars, too, the largest of them over the whole width
   */
  record Column(String name, boolean bars) {
    public static Column of(String name) {
      return new Column(name, false);
    }

    public static Column barred(String name) {
      return new Column(name, true);
    }
  }

  /**
   * Values as shades.
   *
   * @param corner what the names of rows are
   * @param cells by row and column; null where there is nothing
   */
  record Heat(
      String caption,
      String corner,
      List<String> columns,
      List<String> rows,
      List<List<Shade>> cells)
      implements Block {
    public Heat {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      cells = new ArrayList<>(cells);
    }
  }

  /**
   * A cell of a heat map.
   *
   * @param strength 0 to 1
   * @param alarm whether it is something bad
   * @param text shown in it, may be empty
   * @param hint told on request and to who does not see colours, may be empty
   */
  record Shade(double strength, boolean alarm, String text, String hint) {}

  /** Lines. */
  record Picture(Chart chart) implements Block {}

  /** A sentence or two. */
  record Note(String text) implements Block {}
}
