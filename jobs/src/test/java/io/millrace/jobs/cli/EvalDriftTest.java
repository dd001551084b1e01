/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval drift} as a user calls it. */
class EvalDriftTest {
  private final CapturedConsole captured = new CapturedConsole();

  @TempDir Path folder;

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "eval";
    all[1] = "drift";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Millrace.commandLine(captured.console()).execute(all);
  }

  @Test
  void aGeneratedStreamGivesOneJsonDocumentAndAPlot() throws IOException {
    Path plot = folder.resolve("p.svg");
    assertThat(
            run(
                "--stream",
                "sea-a",
                "--learner",
                "hoeffding-tree",
                "--instances",
                "12000",
                "--seed",
                "4",
                "--delay",
                "10",
                "--plot",
                plot.toString(),
                "--json"))
        .isEqualTo(ExitCode.OK);
    JsonNode report = new ObjectMapper().readTree(captured.out());
    assertThat(report.path("stream").asText()).isEqualTo("sea-a");
    assertThat(report.path("learner").asText()).isEqualTo("hoeffding-tree");
    assertThat(report.path("instances").asInt()).isEqualTo(12_000);
    assertThat(report.path("accuracy").asDouble()).isBetween(0.8, 0.9);
    assertThat(report.path("kappa_m").asDouble()).isBetween(0.4, 0.9);
    assertThat(report.path("kappa_t").asDouble()).isBetween(0.4, 0.9);
    assertThat(report.path("instances_per_s").asDouble()).isPositive();
    assertThat(report.path("state_bytes").asLong()).isPositive();
    assertThat(report.path("windows")).hasSize(3);
    assertThat(report.path("windows").path(2).path("end").asInt()).isEqualTo(12_000);
    assertThat(plot).content().contains("hoeffding-tree on sea-a");
  }

  @Test
  void aTableOfTheUserIsReadByItsLayout() throws IOException {
    StringBuilder lines = new StringBuilder("kind;size;colour\n");
    for (int i = 0; i < 3_000; i++) {
      lines.append(i % 3 == 0 ? "big;9" : "small;1").append(";").append(i % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("t.csv"), lines);
    assertThat(
            run(
                "--stream",
                file.toString(),
                "--learner",
                "hoeffding-tree",
                "--class",
                "kind",
                "--nominal",
                "colour",
                "--delimiter",
                ";"))
        .isEqualTo(ExitCode.OK);
    assertThat(captured.out()).contains("3,000 instances, 2 classes", "accuracy 99.");
  }

  @Test
  void mistakesEndWithCodeTwoAndARemedy() throws IOException {
    assertThat(run("--stream", "led", "--learner", "hoeffding-tree")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no stream 'led'", "led-g").doesNotContain("\tat ");
    captured.reset();
    assertThat(run("--stream", "led-g", "--learner", "oracle")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no learner 'oracle'", "hoeffding-tree");
    captured.reset();
    assertThat(run("--stream", "none.arff", "--learner", "hoeffding-tree"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("there is no file none.arff");
    captured.reset();
    assertThat(run("--stream", "led-g", "--learner", "hoeffding-tree", "--plot", "a.gif"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains(".png, .svg or .html");
    captured.reset();
    Path file = Files.writeString(folder.resolve("t.csv"), "1,2,a\n1,2\n");
    assertThat(run("--stream", file.toString(), "--learner", "hoeffding-tree"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("t.csv, line 2: 2 columns instead of 3");
  }

  @Test
  void helpListsStreamsAndLearners() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(captured.out()).contains("electricity", "moe-task", "--delay");
  }
}
