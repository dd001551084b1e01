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

class EvalLoopKafkaITCase {
  @TempDir private Path folder;

  private static JsonNode run(String... arguments) throws IOException {
    CapturedConsole captured = new CapturedConsole();
    String[] all = new String[arguments.length + 5];
    all[0] = "eval";
    all[1] = "loop";
    all[2] = "--through-kafka";
    all[3] = "--json";
    all[4] = "--learners=2";
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    int code = Millrace.commandLine(captured.console()).execute(all);
    assertThat(code).as(captured.err()).isEqualTo(ExitCode.OK);
    return new ObjectMapper().readTree(captured.out());
  }

  @Test
  void graphsAverageThroughBothJobs() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      int source = i * 7 % 40;
      int target = (source + 2 * (1 + i * 3 % 4)) % 40;
      text.append(source).append(' ').append(target).append(' ').append(1000 + i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("edges.txt"), text);
    JsonNode report =
        run("--job=temporal-graph", "--edges=" + file, "--epochs=1", "--interval=525");
    for (String name : new String[] {"ap_single", "ap_averaged", "ap_isolated"}) {
      assertThat(report.get(name).asDouble()).as(name).isBetween(0.3, 1.0);
    }
    JsonNode interval = report.get("intervals").get(0);
    // 1,050 edges to train on; what is left at the end makes a version of its own.
    assertThat(interval.get("rounds").asInt()).isBetween(2, 6);
    assertThat(interval.get("megabytes").asDouble()).isPositive();
    assertThat(report.get("through_kafka").asBoolean()).isTrue();
  }

  @Test
  void splitStreamsAverageThroughBothJobs() throws IOException {
    StringBuilder text = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 2000; i++) {
      int a = i * 17 % 100;
      text.append(a).append(',').append(i % 13).append(',').append(a < 50 ? "low" : "high");
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("stream.csv"), text);
    JsonNode report = run("--job=drift", "--stream=" + file, "--interval=500");
    assertThat(report.get("accuracy_single").asDouble()).isGreaterThan(0.7);
    assertThat(report.get("accuracy_averaged").asDouble()).isGreaterThan(0.6);
    assertThat(report.get("accuracy_isolated").asDouble()).isGreaterThan(0.6);
    assertThat(report.get("intervals").get(0).get("rounds").asInt()).isEqualTo(3);
  }
}
