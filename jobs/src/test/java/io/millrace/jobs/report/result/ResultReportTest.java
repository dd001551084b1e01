/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Page;
import io.millrace.jobs.report.page.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultReportTest {
  @TempDir Path folder;

  private Page read(String json) throws IOException {
    return ResultReport.read(Files.writeString(folder.resolve("result.json"), json));
  }

  private List<Block> blocks(String json) throws IOException {
    return read(json).sections().stream().map(Section::blocks).flatMap(List::stream).toList();
  }

  @Test
  void windowsOverInstancesBecomeLines() throws IOException {
    StringBuilder windows = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      windows.append(i == 1 ? "" : ",");
      windows.append(
          "{\"end\":%d,\"instances\":100,\"accuracy\":0.%d,\"kappa_m\":-0.%d,\"loss\":%d}"
              .formatted(100 * i, 80 + i, i, 10 + i));
    }

    List<Block> blocks =
        blocks("{\"learner\":\"arf\",\"accuracy\":0.83,\"windows\":[%s]}".formatted(windows));

    assertThat(blocks.get(0))
        .isEqualTo(
            new Block.Figures(
                new java.util.LinkedHashMap<>(
                    java.util.Map.of("learner", "arf", "accuracy", 0.83))));
    assertThat(blocks)
        .filteredOn(Block.Picture.class::isInstance)
        .extracting(block -> ((Block.Picture) block).chart())
        .extracting(Chart::title)
        .containsExactly("accuracy, kappa m over end", "loss over end");
    Chart chart = ((Block.Picture) blocks.get(1)).chart();
    assertThat(chart.lines().get(0).x()).containsExactly(100, 200, 300, 400, 500, 600);
    assertThat(chart.lines().get(1).y()).containsExactly(-.1, -.2, -.3, -.4, -.5, -.6);
    assertThat(((Block.Table) blocks.get(3)).rows().get(5))
        .containsExactly(600, 100, 0.86, -0.6, 16);
  }

  @Test
  void confusionMatricesHaveTheirLabels() throws IOException {
    Block.Heat heat =
        (Block.Heat)
            blocks("{\"labels\":[\"N\",\"V\"],\"confusion_stream\":[[90,10],[5,15]]}").get(1);

    assertThat(heat.rows()).containsExactly("N", "V");
    assertThat(heat.columns()).containsExactly("N", "V");
    assertThat(heat.cells().get(1).get(1)).isEqualTo(new Block.Shade(0.75, false, "15", ""));
  }

  @Test
  void objectsByNameBecomeRows() throws IOException {
    Block.Table table =
        (Block.Table)
            blocks(
                    "{\"baselines\":{\"edge bank\":{\"ap\":0.8,\"auc\":null},\"random\":{\"ap\":0.5}}}")
                .get(0);

    assertThat(table.columns()).extracting(Block.Column::name).containsExactly("", "ap", "auc");
    assertThat(table.rows().get(0)).containsExactly("edge bank", 0.8, null);
    assertThat(table.rows().get(1)).containsExactly("random", 0.5, null);
  }

  @Test
  void nestedObjectsBecomeSectionsAndListsAtTheTopATable() throws IOException {
    Page nested = read("{\"events_in\":7,\"drift\":{\"accuracy\":0.9,\"latency_ms\":{\"p50\":3}}}");
    List<Block> list =
        blocks("[{\"rule\":\"mean\",\"seconds\":0.1},{\"rule\":\"median\",\"seconds\":0.4}]");

    assertThat(nested.sections())
        .extracting(Section::title)
        .containsExactly("Result", "Drift", "Drift: latency ms");
    assertThat(((Block.Table) list.get(0)).rows())
        .containsExactly(List.of("mean", 0.1), List.of("median", 0.4));
  }

  @Test
  void linesOfJsonAreRows() throws IOException {
    assertThat(((Block.Table) blocks("{\"a\":1}\n{\"a\":2}\n").get(0)).rows())
        .containsExactly(List.of(1), List.of(2));
  }

  @Test
  void deepAndWideResultsEndSomewhere() throws IOException {
    String deep = "{\"a\":1,\"x\":".repeat(500) + "{}" + "}".repeat(500);
    assertThat(read(deep).sections()).hasSizeLessThanOrEqualTo(100);

    StringBuilder wide = new StringBuilder("[");
    for (int i = 0; i < 3000; i++) {
      wide.append(i == 0 ? "" : ",")
          .append("{\"n\":")
          .append(i)
          .append(",\"v\":\"")
          .append("y".repeat(500))
          .append("\"}");
    }
    Block.Table table = (Block.Table) blocks(wide.append("]").toString()).get(0);
    assertThat(table.rows()).hasSize(200);
    assertThat(table.more()).isEqualTo(2800);
    assertThat(table.rows().get(0).get(1).toString()).hasSize(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": 1, "b": }            | line 1, column 15
          {"a": 1                    | is no JSON, line 1
          { } } | line 1, column 5
          accuracy 0.9 | is no JSON, line 1, column 1: Unrecognized
          {}                         | holds no result
          []                         | holds no result
          7                          | holds no result
          ''                         | holds no result
          """)
  void damagedResultsAreToldInOneLine(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining(folder.resolve("result.json").toString())
        .hasMessageContaining(message)
        .hasMessageContaining("--json")
        .message()
        .doesNotContain("\n");
  }
}
