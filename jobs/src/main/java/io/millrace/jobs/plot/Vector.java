/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.util.Locale;

/** Draws a chart in lines: one SVG element that needs no other file. */
final class Vector {
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 80;

  private final Chart chart;
  private final Scale x;
  private final Scale y;
  private final StringBuilder out = new StringBuilder();

  Vector(Chart chart) {
    this.chart = chart;
    x = Scale.over(chart.lines().stream().map(Line::x).toList());
    y = Scale.over(chart.lines().stream().map(Line::y).toList());
  }

  String svg() {
    write(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">%n",
        Chart.WIDTH, Chart.HEIGHT, Chart.WIDTH);
    write("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
    text(Chart.WIDTH / 2.0, 22, "middle", 15, chart.title());
    grid();
    text(Chart.WIDTH / 2.0, Chart.HEIGHT - 42.0, "middle", 12, chart.xAxis());
    write("<g transform=\"translate(18 %d) rotate(-90)\">%n", Chart.HEIGHT / 2);
    text(0, 0, "middle", 12, chart.yAxis());
    write("</g>%n");
    for (int i = 0; i < chart.lines().size(); i++) {
      line(chart.lines().get(i), Chart.COLOURS.get(i % Chart.COLOURS.size()), i);
    }
    write("</svg>%n");
    return out.toString();
  }

  private void grid() {
    for (double tick = x.first(); tick <= x.high(); tick += x.step()) {
      write(
          "<path d=\"M%.1f %d V%d\" stroke=\"#ddd\"/>%n", right(tick), TOP, Chart.HEIGHT - BOTTOM);
      text(right(tick), Chart.HEIGHT - BOTTOM + 18.0, "middle", 12, x.label(tick));
    }
    for (double tick = y.first(); tick <= y.high(); tick += y.step()) {
      write("<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/>%n", LEFT, up(tick), Chart.WIDTH - RIGHT);
      text(LEFT - 8.0, up(tick) + 4, "end", 12, y.label(tick));
    }
  }

  private void line(Line line, String colour, int index) {
    write("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" points=\"", colour);
    for (int i = 0; i < line.x().length; i++) {
      write("%.1f,%.1f ", right(line.x()[i]), up(line.y()[i]));
    }
    write("\"/>%n");
    double left = LEFT + 220.0 * index;
    double base = Chart.HEIGHT - 14.0;
    write(
        "<path d=\"M%.1f %.1f h24\" stroke=\"%s\" stroke-width=\"3\"/>%n", left, base - 4, colour);
    text(left + 30, base, "start", 12, line.name());
  }

  private double right(double value) {
    return LEFT + x.share(value) * (Chart.WIDTH - LEFT - RIGHT);
  }

  private double up(double value) {
    return Chart.HEIGHT - BOTTOM - y.share(value) * (Chart.HEIGHT - TOP - BOTTOM);
  }

  private void text(double left, double base, String anchor, int size, String text) {
    write(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
        left, base, anchor, size, escape(text));
  }

  private void write(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
