/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.driftmoe.DriftMoeJob;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.jobs.temporalgraph.TemporalGraphJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs and commands against a broker that wants TLS, SASL/SCRAM and ACLs. */
class SecuredKafkaITCase {
  private static final int RATE = 360;
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("consume", "predictions", "--timeout", "1"),
          List.of("produce", "--synthetic", "--seconds", "1", "--as-fast-as-possible"),
          List.of("topics", "list", "predictions"),
          List.of("topics", "create", "predictions"),
          List.of("run", "streaming-cnn", "--seconds", "1"),
          List.of("replay"));

  @TempDir static Path folder;
  private static SecuredSetup setup;

  @BeforeAll
  static void start() throws IOException {
    setup =
        new SecuredSetup(folder, "cnn", "drift", "graph", "merge", "player", "viewer", "nobody");
  }

  @AfterAll
  static void stop() {
    setup.close();
  }

  @Test
  void aJobRunsExactlyOnceWithTheAclsThatArePrinted() throws Exception {
    setup.broker().grant(setup.printed("streaming-cnn", "cnn"));
    setup.broker().grant(setup.printed("dashboard", "viewer"));
    setup.letWrite("player", Topics.SIGNAL_FRAMES.name());
    JobConfiguration configuration = setup.configuration("streaming-cnn", "cnn");
    String savepoints = folder.resolve("savepoints").toUri().toString();
    int expected = 4 * windows();

    EmbeddedJob first = submit(StreamingCnnJob::environment, configuration, null);
    setup.produce("player", 7);
    first.checkpoint();
    String savepoint = first.stopWithSavepoint(savepoints);
    EmbeddedJob second = submit(StreamingCnnJob::environment, configuration, savepoint);
    setup.produce("player", 8);
    List<JsonNode> predictions = predictions("--max", Integer.toString(expected));
    assertThat(second.restarts()).isZero();
    second.stopWithSavepoint(savepoints);

    Set<String> distinct = new HashSet<>();
    predictions.forEach(
        one -> distinct.add(one.path("stream_id").asText() + "@" + one.path("window_end")));
    assertThat(distinct).hasSize(expected);
    assertThat(predictions("--timeout", "1")).as("no more come").hasSize(expected);
  }

  private static List<JsonNode> predictions(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("consume", "predictions", "--from", "earliest"));
    command.addAll(List.of(more));
    return setup.lines("viewer", command.toArray(String[]::new));
  }

  private static int windows() {
    ModelManifest manifest = ModelBundle.read("builtin:ecg/1").manifest();
    return (20 * RATE - manifest.window()) / manifest.hop() + 1;
  }

  @Test
  void theOtherJobsRunWithTheirAclsToo() throws Exception {
    assertRuns("drift-moe", "drift", DriftMoeJob::environment);
    assertRuns("temporal-graph", "graph", TemporalGraphJob::environment);
    assertRuns("parameter-aggregation", "merge", ParameterAggregationJob::environment);
  }

  private static void assertRuns(
      String name, String user, Function<JobConfiguration, StreamExecutionEnvironment> job)
      throws Exception {
    setup.broker().grant(setup.printed(name, user));
    EmbeddedJob running = submit(job, setup.configuration(name, user), null);
    // The second one commits the transactions of the first.
    running.checkpoint();
    running.checkpoint();
    assertThat(running.restarts()).as(name).isZero();
    running.cancel();
  }

  private static EmbeddedJob submit(
      Function<JobConfiguration, StreamExecutionEnvironment> job,
      JobConfiguration configuration,
      String savepoint) {
    var graph = job.apply(configuration).getStreamGraph();
    EmbeddedJob submitted =
        savepoint == null ? setup.flink().submit(graph) : setup.flink().submit(graph, savepoint);
    submitted.awaitRunning(SecuredSetup.PATIENCE);
    return submitted;
  }

  @Test
  void aWrongPasswordIsToldInOneLine() {
    for (List<String> command : COMMANDS) {
      setup.runWith(setup.broker().file("cnn", "wrong"), command);
      assertOneLine(command, "SCRAM-SHA-512", "do not know this user", "check sasl.jaas.config");
    }
  }

  @Test
  void aMissingRightIsToldInOneLineThatNamesTheTopic() {
    for (List<String> command : COMMANDS) {
      setup.runWith(setup.broker().file("nobody"), command);
      assertOneLine(command, "lacks", "millrace.", ".v1", "millrace topics acls");
    }
  }

  @Test
  void aClientWithoutCredentialsIsToldWhatTheBrokerSpeaks() {
    List<String> command = List.of("topics", "list", "signals", "--timeout", "2");
    long begin = System.nanoTime();
    int code = setup.runWith(null, command);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(code).isEqualTo(ExitCode.FAILURE);
    assertOneLine(
        command,
        Topics.SIGNAL_FRAMES.name(),
        "speaks TLS, this client PLAINTEXT",
        "set security.protocol to SASL_SSL");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsToldInOneLine() {
    List<String> command = new ArrayList<>(List.of("topics", "list", "signals"));
    setup
        .broker()
        .properties("cnn", setup.broker().password("cnn"))
        .forEach(
            (key, value) -> {
              if (!key.startsWith("ssl.truststore")) {
                command.addAll(List.of("--set", "kafka.properties." + key + "=" + value));
              }
            });
    assertThat(setup.runWith(null, command)).isEqualTo(ExitCode.FAILURE);
    assertOneLine(
        command, Topics.SIGNAL_FRAMES.name(), "certification path", "set ssl.truststore.location");
  }

  @Test
  void aPasswordMayLieInAFileThatClientsRead() throws Exception {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("word"), setup.broker().password("admin"));
    String jaas =
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\""
            + " password=\"${directory:"
            + secrets
            + ":word}\";";
    List<String> command =
        List.of("topics", "list", "signals", "--set", "kafka.properties.sasl.jaas.config=" + jaas);
    assertThat(setup.runWith(setup.broker().file("nobody"), command)).isEqualTo(ExitCode.OK);
    Files.writeString(secrets.resolve("word"), "another");
    setup.runWith(setup.broker().file("nobody"), command);
    assertOneLine(command, "do not know this user", "check sasl.jaas.config");
  }

  private static void assertOneLine(List<String> command, String... parts) {
    String said = setup.err().strip();
    assertThat(said).as("%s", command).contains(parts).doesNotContain("\tat ");
    assertThat(said.lines()).as("%s", command).hasSize(1);
    assertThat(setup.broker().secrets()).noneMatch(said::contains);
  }
}
