/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private final CapturedConsole captured = new CapturedConsole();

  @TempDir Path folder;

  private int run(String... arguments) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(arguments);
  }

  @Test
  void whatAnEvaluationPrintedBecomesAPage() throws IOException {
    assertThat(
            run(
                "eval",
                "drift",
                "--stream",
                "sea-a",
                "--learner",
                "hoeffding-tree",
                "--instances",
                "6000",
                "--window",
                "1000",
                "--json"))
        .isEqualTo(ExitCode.OK);
    Path json = Files.writeString(folder.resolve("sea.json"), captured.out());
    Path page = folder.resolve("sea.html");

    assertThat(run("report", "--from", json.toString(), "--out", page.toString(), "--json"))
        .as(captured.err())
        .isEqualTo(ExitCode.OK);

    assertThat(new ObjectMapper().readTree(captured.out()).path("bytes").asLong())
        .isEqualTo(Files.size(page));
    assertThat(Files.readString(page))
        .contains("<h1>Millrace: sea.json</h1>", "<dt>learner</dt>", "kappa", "<polyline");
  }

  @Test
  void whatCannotBeReportedIsToldInOneLine() throws IOException {
    Path out = folder.resolve("r.html");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"a\":");

    refused("of what? Give either a job", "--out", out.toString());
    refused("of what? Give either a job", "drift-moe", "--from", "x.json", "--out", out.toString());
    refused("there is no job 'drift'; there are streaming-cnn", "drift", "--out", out.toString());
    refused("which brokers?", "drift-moe", "--out", out.toString());
    refused("ends in .html", "drift-moe", "--out", "report.pdf");
    refused("create " + folder.resolve("none"), "drift-moe", "--out", folder + "/none/r.html");
    refused("is no JSON, line 1", "--from", broken.toString(), "--out", out.toString());
    refused("there is no file", "--from", folder + "/none.json", "--out", out.toString());
    refused("Missing required option: '--out", "drift-moe");
    assertThat(out).doesNotExist();
  }

  private void refused(String message, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "report";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    assertThat(run(all)).isEqualTo(ExitCode.USAGE);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).contains(message).doesNotContain("\tat ");
    assertThat(captured.err().lines().filter(line -> !line.startsWith("Try "))).hasSize(1);
  }
}
