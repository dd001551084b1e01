/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Block.Shade;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String HOSTILE = "</title><script>alert('x')</script>\" onload='y' &\u0000";

  private static String html(Block... blocks) {
    return new Page("title", "lead", List.of(new Section("section", "hint", List.of(blocks))))
        .html();
  }

  @Test
  void hostileTextNeverBecomesMarkup() {
    String html =
        new Page(
                HOSTILE,
                HOSTILE,
                List.of(
                    new Section(
                        HOSTILE,
                        HOSTILE,
                        List.of(
                            new Block.Figures(Map.of(HOSTILE, HOSTILE)),
                            new Block.Note(HOSTILE),
                            new Block.Table(
                                HOSTILE,
                                List.of(Column.barred(HOSTILE)),
                                List.of(List.of(HOSTILE)),
                                0),
                            new Block.Heat(
                                HOSTILE,
                                HOSTILE,
                                List.of(HOSTILE),
                                List.of(HOSTILE),
                                List.of(List.of(new Shade(0.5, true, "", HOSTILE)))),
                            new Block.Picture(
                                new Chart(
                                    HOSTILE,
                                    HOSTILE,
                                    HOSTILE,
                                    List.of(
                                        new Line(
                                            HOSTILE, new double[] {0, 1}, new double[] {0, 1})),
                                    List.of(new Chart.Mark(0.5, HOSTILE)),
                                    false))))))
            .html();

    assertThat(html)
        .doesNotContain("<script", "onload='", "\" onload", "\u0000")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&#39;y&#39; &amp;");
    assertThat(html.split("</title>", -1))
        .as("one of the page, one each of picture and mark")
        .hasSize(4);
  }

  @Test
  void aPageFetchesNothingAndRunsNothing() {
    String html =
        html(
            new Block.Picture(
                new Chart(
                    "t",
                    "x",
                    "y",
                    List.of(new Line("l", new double[] {1, 2}, new double[] {3, 4})))));

    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'", "prefers-color-scheme: dark", "<polyline");
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "<script");
  }

  @Test
  void numbersAreToTheRightAndTheLargestHasTheLongestBar() {
    String html =
        html(
            new Block.Table(
                "rows",
                List.of(Column.of("name"), Column.barred("count"), Column.of("unknown")),
                List.of(Arrays.asList("a", 5, null), Arrays.asList("b", 1_000_000, null)),
                3));

    assertThat(html)
        .contains("<th scope=\"col\" class=\"number\">count</th>")
        .contains("style=\"--v:0.000\">5</td>", "style=\"--v:1.000\">1,000,000</td>")
        .contains("<td>\u2013</td>", "and 3 more");
  }

  @Test
  void brokenNumbersLeaveABrokenLineAndNoBrokenMarkup() {
    double[] y = {1, Double.NaN, 2, 3, Double.POSITIVE_INFINITY};
    String html =
        html(
            new Block.Picture(
                new Chart("t", "x", "y", List.of(new Line("l", new double[] {0, 1, 2, 3, 4}, y)))),
            new Block.Heat(
                "h",
                "",
                List.of("c"),
                List.of("r"),
                List.of(List.of(new Shade(Double.NaN, false, "", "")))));

    assertThat(html.split("<polyline", -1)).as("a dot and a line").hasSize(3);
    assertThat(html).doesNotContain("NaN", "Infinity", "\u221e");
  }

  @Test
  void aRowThatDoesNotFitItsColumnsIsRefused() {
    assertThatThrownBy(
            () -> new Block.Table("t", List.of(Column.of("a")), List.of(List.of(1, 2)), 0))
        .hasMessage("a row of 2 cells under 1 columns");
  }

  @Test
  void numeralsHaveNoMoreDigitsThanSomebodyReads() {
    assertThat(List.of(0, 1234567, 0.1 + 0.2, 98.7654, 1234.56, 123456.7, 0.000012345, -2.5))
        .extracting(Numerals::of)
        .containsExactly(
            "0", "1,234,567", "0.3", "98.77", "1,234.6", "123,457", "1.23e-05", "-2.5");
    assertThat(Numerals.of(Double.NaN)).isEqualTo("\u2013");
    assertThat(Numerals.percent(0.1234)).isEqualTo("12.3\u00a0%");
    assertThat(Numerals.millis(12_345)).isEqualTo("12.3\u00a0s");
    assertThat(Numerals.bytes(3 << 20)).isEqualTo("3\u00a0MiB");
    assertThat(Numerals.bytes(1536)).isEqualTo("1.5\u00a0KiB");
  }
}
