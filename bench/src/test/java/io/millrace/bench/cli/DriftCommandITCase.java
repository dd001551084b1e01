/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark as a user calls it; with MOA where Maven can fetch it. */
class DriftCommandITCase {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return new CommandLine(new DriftCommand(console))
        .setErr(new PrintWriter(err, true, UTF_8))
        .execute(arguments);
  }

  private JsonNode document() throws IOException {
    return new ObjectMapper().readTree(out.toString(UTF_8));
  }

  @Test
  void ourLearnersRunOverGeneratedStreams() throws IOException {
    assertThat(
            run(
                "--quick",
                "--engines",
                "millrace",
                "--streams",
                "sea-a,rbf-10",
                "--learners",
                "hoeffding-tree",
                "--instances",
                "3000",
                "--seeds",
                "2",
                "--json"))
        .isEqualTo(ExitCode.OK);
    JsonNode streams = document().path("streams");
    assertThat(streams).hasSize(2);
    assertThat(streams.path(1).path("name").asText()).isEqualTo("rbf-10");
    assertThat(streams.path(1).path("seeds").asInt()).isEqualTo(2);
    JsonNode result = streams.path(0).path("results").path(0);
    assertThat(result.path("learner").asText()).isEqualTo("hoeffding-tree");
    assertThat(result.path("engine").asText()).isEqualTo("millrace");
    assertThat(result.path("accuracy").asDouble()).isBetween(0.75, 0.9);
    assertThat(result.path("accuracy_sd").asDouble()).isPositive();
    assertThat(result.path("kappa_m").isNumber()).isTrue();
    assertThat(result.path("kappa_t").isNumber()).isTrue();
    assertThat(result.path("instances_per_s").asDouble()).isPositive();
    assertThat(result.path("bytes").asLong()).isPositive();
  }

  @Test
  void bothEnginesSeeTheSameInstances() throws IOException {
    int code =
        run("--streams", "sea-a", "--learners", "hoeffding-tree", "--instances", "20000", "--json");
    Assumptions.assumeFalse(
        err.toString(UTF_8).contains("Maven could not")
            || err.toString(UTF_8).contains("Maven fetches MOA"),
        "MOA cannot be fetched: " + err.toString(UTF_8));
    assertThat(code).isEqualTo(ExitCode.OK);
    JsonNode results = document().path("streams").path(0).path("results");
    assertThat(results).hasSize(2);
    double ours = results.path(0).path("accuracy").asDouble();
    double theirs = results.path(1).path("accuracy").asDouble();
    assertThat(results.path(1).path("engine").asText()).isEqualTo("moa");
    assertThat(Math.abs(ours - theirs)).isLessThan(0.005);
    assertThat(results.path(0).path("bytes").asLong())
        .isLessThan(results.path(1).path("bytes").asLong() / 3);
  }

  @Test
  void unknownNamesAreRefused() {
    assertThat(run("--engines", "millrace", "--streams", "sea-a", "--learners", "oracle"))
        .isNotZero();
    assertThat(err.toString(UTF_8)).contains("has a learner 'oracle'");
  }
}
