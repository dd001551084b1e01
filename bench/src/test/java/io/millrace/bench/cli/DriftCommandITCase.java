/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.cli.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The benchmark as a user calls it; with MOA where Maven can fetch it. */
class DriftCommandITCase {
  private final CapturedConsole captured = new CapturedConsole();

  private int run(String... arguments) {
    return new CommandLine(new DriftCommand(captured.console()))
        .setErr(captured.usage())
        .execute(arguments);
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
    JsonNode streams = captured.document().path("streams");
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
        captured.err().contains("Maven could not") || captured.err().contains("Maven fetches MOA"),
        "MOA cannot be fetched: " + captured.err());
    assertThat(code).isEqualTo(ExitCode.OK);
    JsonNode results = captured.document().path("streams").path(0).path("results");
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
    assertThat(captured.err()).contains("has a learner 'oracle'");
  }
}
