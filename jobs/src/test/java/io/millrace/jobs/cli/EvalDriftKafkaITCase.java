/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code eval drift --through-kafka} as a user calls it. */
class EvalDriftKafkaITCase {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CapturedConsole captured = new CapturedConsole();

  private int run(List<String> arguments) {
    captured.reset();
    List<String> all = new ArrayList<>(List.of("eval", "drift"));
    all.addAll(arguments);
    return Millrace.commandLine(captured.console()).execute(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "hoeffding-tree, 0, 1, 1",
    "hoeffding-tree, 1000, 2, 3",
    "moe-data, 0, 2, 1",
    "moe-data, 1000, 1, 2",
    "adaptive, 1000, 2, 1"
  })
  void theJobPredictsWhatTheLearnerAlonePredicts(
      String learner, int delay, int parallelism, int streams) throws IOException {
    List<String> arguments =
        List.of(
            "--stream",
            "rbf-m",
            "--learner",
            learner,
            "--instances",
            "3000",
            "--seed",
            "3",
            "--delay",
            Integer.toString(delay),
            "--window",
            "500",
            "--json");
    List<String> throughKafka = new ArrayList<>(arguments);
    throughKafka.addAll(
        List.of(
            "--through-kafka",
            "--parallelism",
            Integer.toString(parallelism),
            "--streams",
            Integer.toString(streams)));

    assertThat(run(arguments)).isEqualTo(ExitCode.OK);
    JsonNode alone = JSON.readTree(captured.out());
    assertThat(run(throughKafka)).as("%s", captured.err()).isEqualTo(ExitCode.OK);
    JsonNode report = JSON.readTree(captured.out());

    JsonNode kafka = report.path("kafka");
    assertThat(kafka.path("predictions").asInt()).isEqualTo(3000 * streams);
    for (String none :
        List.of(
            "disagreements",
            "missing",
            "repeated",
            "dead_letters",
            "unmatched_labels",
            "job_restarts")) {
      assertThat(kafka.path(none).asLong(-1)).as(none).isZero();
    }
    assertThat(kafka.path("max_abs_diff").asDouble(-1)).isZero();
    assertThat(kafka.path("parallelism").asInt()).isEqualTo(parallelism);
    assertThat(alone.has("kafka")).isFalse();
    for (String same : List.of("accuracy", "kappa_m", "kappa_t", "log_loss", "windows")) {
      assertThat(report.path(same)).as(same).isEqualTo(alone.path(same));
    }
    assertThat(report.path("windows")).hasSize(6);
    assertThat(report.path("instances_per_s").asDouble()).isPositive();
  }

  @Test
  void optionsOfTheJobWithoutTheJobAreAMistake() {
    List<String> plain = List.of("--stream", "sea-a", "--learner", "hoeffding-tree");
    List<String> without = new ArrayList<>(plain);
    without.addAll(List.of("--parallelism", "2"));
    assertThat(run(without)).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--through-kafka").doesNotContain("\tat ");

    List<String> seeded = new ArrayList<>(plain);
    seeded.addAll(List.of("--through-kafka", "--seed", "5000000000"));
    assertThat(run(seeded)).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("5000000000");

    List<String> none = new ArrayList<>(plain);
    none.addAll(List.of("--through-kafka", "--streams", "0", "--instances", "10"));
    assertThat(run(none)).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("streams is 0");
  }
}
