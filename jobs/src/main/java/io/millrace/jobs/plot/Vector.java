/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.util.List;
import java.util.Locale;

/** Draws a chart in lines: one SVG element that needs no other file, for light and for dark. */
final class Vector {
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 80;
  private static final int PAGE_HEIGHT = 320;

  /** Widths of the sans-serif letters at 12 pixels, on average. */
  private static final double LETTER = 6.6;

  private static final int MOST_LETTERS = 32;

  private final Chart chart;
  private final boolean alone;
  private final int height;
  private final Scale x;
  private final Scale y;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param alone whether it brings its own ground, title and colours
   */
  Vector(Chart chart, boolean alone) {
    this.chart = chart;
    this.alone = alone;
    height = alone ? Chart.HEIGHT : PAGE_HEIGHT;
    Scale places = Scale.over(chart.lines().stream().map(Line::x).toList());
    x = chart.time() ? Times.of(places) : places;
    y = Scale.over(chart.lines().stream().map(Line::y).toList()).fromZero();
  }

  static String style() {
    StringBuilder style = new StringBuilder();
    style.append(".plot text{fill:#444}.plot .grid{stroke:#e2e2e2}.plot .ground{fill:#fff}");
    style.append(".plot .mark{stroke:#b3261e;stroke-dasharray:4 3}");
    colours(style, Chart.COLOURS);
    style.append("@media(prefers-color-scheme:dark){.plot text{fill:#b4bec6}");
    style.append(
        ".plot .grid{stroke:#333c44}.plot .ground{fill:#14191d}.plot .mark{stroke:#ff8f86}");
    colours(style, Chart.DARK_COLOURS);
    return style.append('}').toString();
  }

  private static void colours(StringBuilder style, List<String> colours) {
    for (int i = 0; i < colours.size(); i++) {
      style.append(".plot .line-").append(i).append("{stroke:").append(colours.get(i)).append('}');
    }
  }

  String svg() {
    write(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" viewBox=\"0 0 %d %d\""
            + " width=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n",
        Chart.WIDTH, height, Chart.WIDTH);
    if (alone) {
      write("<style>%s</style>%n", style());
      write("<rect class=\"ground\" width=\"100%%\" height=\"100%%\"/>%n");
      text(Chart.WIDTH / 2.0, 22, "middle", 15, chart.title());
    } else {
      write("<title>%s</title>%n", escape(chart.title()));
    }
    grid();
    marks();
    text(Chart.WIDTH / 2.0, height - 42.0, "middle", 12, chart.xAxis());
    write("<g transform=\"translate(18 %d) rotate(-90)\">%n", height / 2);
    text(0, 0, "middle", 12, chart.yAxis());
    write("</g>%n");
    double legend = LEFT;
    for (int i = 0; i < chart.lines().size(); i++) {
      int colour = i % Chart.COLOURS.size();
      line(chart.lines().get(i), colour);
      legend = legend(chart.lines().get(i), colour, legend);
    }
    write("</svg>%n");
    return out.toString();
  }

  private void grid() {
    for (double tick = x.first(); tick <= x.high(); tick += x.step()) {
      write("<path class=\"grid\" d=\"M%.1f %d V%d\"/>%n", right(tick), TOP, height - BOTTOM);
      String label = chart.time() ? Times.label(tick, x.step()) : x.label(tick);
      text(right(tick), height - BOTTOM + 18.0, "middle", 12, label);
    }
    for (double tick = y.first(); tick <= y.high(); tick += y.step()) {
      write("<path class=\"grid\" d=\"M%d %.1f H%d\"/>%n", LEFT, up(tick), Chart.WIDTH - RIGHT);
      text(LEFT - 8.0, up(tick) + 4, "end", 12, y.label(tick));
    }
  }

  private void marks() {
    for (Chart.Mark mark : chart.marks()) {
      if (mark.x() >= x.low() && mark.x() <= x.high()) {
        write(
            "<path class=\"mark\" d=\"M%.1f %d V%d\"><title>%s</title></path>%n",
            right(mark.x()), TOP, height - BOTTOM, escape(mark.what()));
      }
    }
  }

  private void line(Line line, int colour) {
    int from = 0;
    while (from < line.x().length) {
      int to = from;
      while (to < line.x().length && isDrawn(line, to)) {
        to++;
      }
      if (to > from) {
        stretch(line, from, to, colour);
      }
      from = to + 1;
    }
  }

  private static boolean isDrawn(Line line, int point) {
    return Double.isFinite(line.x()[point]) && Double.isFinite(line.y()[point]);
  }

  private void stretch(Line line, int from, int to, int colour) {
    write(
        "<polyline class=\"line-%d\" fill=\"none\" stroke-width=\"1.8\" stroke-linejoin=\"round\""
            + " stroke-linecap=\"round\" points=\"",
        colour);
    for (int i = from; i < to; i++) {
      write("%.1f,%.1f ", right(line.x()[i]), up(line.y()[i]));
    }
    if (to - from == 1) {
      // With its round ends a line to itself is a dot.
      write("%.1f,%.1f ", right(line.x()[from]), up(line.y()[from]));
    }
    write("\"/>%n");
  }

  /** Writes a name where there is room for it; tells where the next begins. */
  private double legend(Line line, int colour, double left) {
    String name = line.name();
    if (name.length() > MOST_LETTERS) {
      name = name.substring(0, MOST_LETTERS - 1) + '\u2026';
    }
    double end = left + 30 + LETTER * name.length();
    if (end > Chart.WIDTH) {
      return left;
    }
    write(
        "<path class=\"line-%d\" d=\"M%.1f %d h24\" stroke-width=\"3\"/>%n",
        colour, left, height - 18);
    text(left + 30, height - 14.0, "start", 12, name);
    return end + 24;
  }

  private double right(double value) {
    return LEFT + x.share(value) * (Chart.WIDTH - LEFT - RIGHT);
  }

  private double up(double value) {
    return height - BOTTOM - y.share(value) * (height - TOP - BOTTOM);
  }

  private void text(double left, double base, String anchor, int size, String text) {
    if (!text.isEmpty()) {
      write(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
          left, base, anchor, size, escape(text));
    }
  }

  private void write(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }

  static String escape(String text) {
    // Most control characters are not allowed in a document, however they are written.
    return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "\ufffd")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
