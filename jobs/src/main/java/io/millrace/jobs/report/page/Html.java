/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.jobs.plot.Chart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Writes a report as HTML. One document each. */
final class Html {
  private static final String UNKNOWN = "\u2013";

  private final StringBuilder out = new StringBuilder();

  String page(Page page) {
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // Whatever a name may hold, nothing runs and nothing is fetched.
    out.append(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
            + " 'unsafe-inline'\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    element("title", page.title());
    out.append("<style>\n").append(style()).append(Chart.style()).append("\n</style>\n");
    out.append("</head>\n<body>\n<main>\n<header>\n");
    element("h1", page.title());
    out.append("<p class=\"lead\">").append(escape(page.lead())).append("</p>\n</header>\n");
    page.sections().forEach(this::section);
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream style = Html.class.getResourceAsStream("report.css")) {
      return new String(style.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("this installation lacks the style of reports", e);
    }
  }

  private void section(Section section) {
    out.append("<section>\n");
    element("h2", section.title());
    if (!section.hint().isEmpty()) {
      out.append("<p class=\"hint\">").append(escape(section.hint())).append("</p>\n");
    }
    section.blocks().forEach(this::block);
    out.append("</section>\n");
  }

  private void block(Block block) {
    if (block instanceof Block.Figures figures) {
      figures(figures);
    } else if (block instanceof Block.Table table) {
      table(table);
    } else if (block instanceof Block.Heat heat) {
      heat(heat);
    } else if (block instanceof Block.Picture picture) {
      picture(picture.chart());
    } else if (block instanceof Block.Note note) {
      element("p", note.text());
    }
  }

  private void figures(Block.Figures figures) {
    out.append("<dl class=\"figures\">\n");
    figures
        .values()
        .forEach(
            (name, value) ->
                out.append("<div><dt>")
                    .append(escape(name))
                    .append("</dt><dd>")
                    .append(value(value))
                    .append("</dd></div>\n"));
    out.append("</dl>\n");
  }

  private void picture(Chart chart) {
    out.append("<figure>\n");
    scroll(chart.title());
    out.append(chart.svg()).append("</div>\n");
    element("figcaption", chart.title());
    out.append("</figure>\n");
  }

  private void table(Block.Table table) {
    scroll(table.caption());
    out.append("<table>\n<caption>")
        .append(escape(table.caption()))
        .append("</caption>\n<thead><tr>");
    List<Block.Column> columns = table.columns();
    double[] most = new double[columns.size()];
    boolean[] numeric = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      for (List<Object> row : table.rows()) {
        if (row.get(i) instanceof Number number) {
          numeric[i] = true;
          most[i] = Math.max(most[i], number.doubleValue());
        }
      }
      out.append(numeric[i] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
          .append(escape(columns.get(i).name()))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<Object> row : table.rows()) {
      out.append("<tr>");
      for (int i = 0; i < columns.size(); i++) {
        cell(row.get(i), numeric[i], columns.get(i).bars() ? most[i] : 0);
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n</div>\n");
    if (table.more() > 0) {
      element("p", "and " + Numerals.of(table.more()) + " more");
    }
  }

  private void cell(Object value, boolean numeric, double most) {
    if (!numeric) {
      out.append("<td>");
    } else if (most > 0 && value instanceof Number number) {
      double share = Math.max(0, Math.min(1, number.doubleValue() / most));
      out.append(String.format(Locale.ROOT, "<td class=\"number bar\" style=\"--v:%.3f\">", share));
    } else {
      out.append("<td class=\"number\">");
    }
    out.append(value(value)).append("</td>");
  }

  private void heat(Block.Heat heat) {
    scroll(heat.caption());
    out.append("<table class=\"heat\">\n<caption>").append(escape(heat.caption()));
    out.append("</caption>\n<thead><tr><th scope=\"col\">").append(escape(heat.corner()));
    out.append("</th>");
    for (String column : heat.columns()) {
      out.append("<th scope=\"col\">").append(escape(column)).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (int i = 0; i < heat.rows().size(); i++) {
      out.append("<tr><th scope=\"row\">").append(escape(heat.rows().get(i))).append("</th>");
      heat.cells().get(i).forEach(this::shade);
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n</div>\n");
  }

  private void shade(Block.Shade shade) {
    if (shade == null) {
      out.append("<td></td>");
      return;
    }
    double strength = Double.isFinite(shade.strength()) ? shade.strength() : 0;
    out.append(
        String.format(
            Locale.ROOT,
            "<td class=\"shade%s%s\" style=\"--v:%.3f\"",
            shade.alarm() ? " alarm" : "",
            strength > 0.55 ? " deep" : "",
            Math.max(0, Math.min(1, strength))));
    if (!shade.hint().isEmpty()) {
      out.append(" title=\"").append(escape(shade.hint())).append('"');
    }
    out.append('>');
    if (!shade.text().isEmpty()) {
      out.append(escape(shade.text()));
    } else if (!shade.hint().isEmpty()) {
      out.append("<span class=\"unseen\">").append(escape(shade.hint())).append("</span>");
    }
    out.append("</td>");
  }

  /** What may be wider than a phone: reached with the keyboard, too. */
  private void scroll(String name) {
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escape(name))
        .append("\">\n");
  }

  private void element(String tag, String text) {
    out.append('<').append(tag).append('>').append(escape(text));
    out.append("</").append(tag).append(">\n");
  }

  private static String value(Object value) {
    if (value == null) {
      return UNKNOWN;
    }
    return escape(value instanceof Number number ? Numerals.of(number) : value.toString());
  }

  /** The only way of a text into the document. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return safe.toString();
  }
}
