/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static io.millrace.jobs.cli.BrokerCommands.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a broker, each as a user would call it. */
class CommandLineITCase {
  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  private final BrokerCommands commands = new BrokerCommands(kafka.bootstrapServers());

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void topicsAreCreatedOnceAndDifferencesAreTold() throws IOException {
    String[] names = commands.names("topics");
    JsonNode missing = commands.json(with(names, "topics", "list"));
    JsonNode created =
        commands.json(with(names, "topics", "create", "--partitions", "signals=3,models=2"));
    JsonNode again = commands.json(with(names, "topics", "create", "--partitions", "signals=3"));
    JsonNode described = commands.json(with(names, "topics", "describe", "signals"));

    assertThat(missing.path("topics"))
        .hasSize(Topics.all().size())
        .allMatch(topic -> is(topic, "missing"));
    assertThat(created.path("topics")).allMatch(topic -> is(topic, "created"));
    assertThat(created.path("topics").path(0).path("partitions").asInt()).isEqualTo(3);
    assertThat(again.path("topics")).allMatch(topic -> is(topic, "exists"));
    assertThat(again.path("topics").path(0).path("differences")).isEmpty();
    assertThat(again.path("topics").path(4).path("differences").path(0).asText())
        .contains("partitions = 2 instead of 1");
    assertThat(described.path("topics")).hasSize(1);
    assertThat(described.path("topics").path(0).path("differences").path(0).asText())
        .contains("partitions = 3 instead of 8");
    assertThat(described.path("bootstrap_servers").asText()).isEqualTo(kafka.bootstrapServers());
  }

  @Test
  void aTopicWithoutBrokersOrOfAnUnknownRoleIsAUsersMistake() {
    assertThat(commands.run("topics", "list")).isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("--bootstrap-servers").doesNotContain("\tat ");
    assertThat(
            commands.run(with(commands.names("x"), "topics", "create", "--partitions", "frames=2")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("'frames'").doesNotContain("\tat ");
    assertThat(
            commands.run(with(commands.names("x"), "topics", "create", "--retention", "late=soon")))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void producedTablesAreConsumedAsTheyWere() throws IOException {
    String[] names = commands.created("tables");
    StringBuilder text = new StringBuilder("time,lead\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(i / 4f).append('\n');
    }
    Path table = Files.writeString(folder.resolve("bed7.csv"), text);

    JsonNode summary =
        commands.json(
            with(
                names,
                "produce",
                "--csv",
                table.toString(),
                "--columns",
                "lead",
                "--as-fast-as-possible",
                "--frame",
                "30",
                "--prefix",
                "ward-"));
    List<JsonNode> frames =
        commands.lines(with(names, "consume", "signals", "--from", "earliest", "--timeout", "2"));

    assertThat(summary.path("frames").asInt()).isEqualTo(4);
    assertThat(summary.path("samples").asInt()).isEqualTo(100);
    assertThat(summary.path("interrupted").asBoolean()).isFalse();
    assertThat(frames)
        .extracting(frame -> frame.path("samples").size())
        .containsExactly(30, 30, 30, 10);
    assertThat(frames).allMatch(frame -> frame.path("stream_id").asText().equals("ward-bed7"));
    assertThat(frames)
        .extracting(frame -> frame.path("sequence").asInt())
        .containsExactly(0, 30, 60, 90);
    assertThat(frames.get(3).path("samples").path(9).asDouble()).isEqualTo(99 / 4.0);
  }

  @Test
  void syntheticPatientsKeepToTheirPaceAndEndInThePresent() throws IOException {
    String[] names = commands.created("synthetic");
    long begin = System.nanoTime();
    JsonNode summary =
        commands.json(
            with(
                names,
                "produce",
                "--synthetic",
                "--streams",
                "3",
                "--seconds",
                "4",
                "--rate",
                "4"));
    double seconds = (System.nanoTime() - begin) / 1e9;

    assertThat(summary.path("frames").asInt()).isEqualTo(3 * 4 * 4);
    assertThat(summary.path("signal_seconds").asDouble()).isEqualTo(12);
    assertThat(seconds).as("four seconds at four times the speed").isGreaterThan(0.9);
    assertThat(Instant.parse(summary.path("start").asText()).plusSeconds(4))
        .isBeforeOrEqualTo(Instant.now().plusSeconds(1));
  }

  @Test
  void endlessSignalsFasterThanTimeAndMissingTopicsAreRefused() {
    assertThat(
            commands.run(
                with(commands.names("none"), "produce", "--synthetic", "--as-fast-as-possible")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("--seconds");
    assertThat(
            commands.run(with(commands.names("none"), "produce", "--synthetic", "--seconds", "1")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(commands.out()).isEmpty();
  }

  @Test
  void instancesAreDealtToStreamsAndTheirLabelsComeLater() throws IOException {
    String[] names = commands.created("instances");
    StringBuilder text = new StringBuilder("size,colour,class\n");
    for (int i = 0; i < 30; i++) {
      text.append(i).append(i % 3 == 0 ? ",red," : ",blue,").append(i % 2 == 0 ? "a" : "b");
      text.append('\n');
    }
    Path table = Files.writeString(folder.resolve("labelled.csv"), text);
    String[] produce =
        with(
            names,
            "produce",
            "instances",
            "--stream",
            table.toString(),
            "--streams",
            "2",
            "--prefix",
            "shop-",
            "--delay",
            "4",
            "--rate",
            "60");
    long begin = System.nanoTime();
    JsonNode summary = commands.json(produce);
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<JsonNode> instances =
        commands.lines(
            with(names, "consume", "drift-instances", "--from", "earliest", "--timeout", "2"));
    List<JsonNode> labels =
        commands.lines(
            with(names, "consume", "drift-labels", "--from", "earliest", "--timeout", "2"));

    assertThat(summary.path("instances").asInt()).isEqualTo(30);
    assertThat(summary.path("labels").asInt()).isEqualTo(2 * (15 - 4));
    assertThat(seconds).as("30 instances at 60 per second").isGreaterThan(0.45);
    assertThat(instances)
        .hasSize(30)
        .filteredOn(instance -> instance.path("stream_id").asText().equals("shop-2"))
        .hasSize(15)
        .allMatch(instance -> instance.path("features").path(0).asInt() % 2 == 1)
        .allMatch(instance -> instance.path("nominal").path(0).asInt(-1) == 1)
        .allMatch(instance -> instance.path("label").asText("null").equals("null"));
    assertThat(labels)
        .hasSize(22)
        .allMatch(label -> label.toString().contains("shop-"))
        .anyMatch(label -> label.path("instance_id").asText().equals("10"))
        .noneMatch(label -> label.path("instance_id").asText().equals("11"));
  }

  @Test
  void aFileOfEdgesIsSentInTheOrderOfTime() throws IOException {
    String[] names = commands.created("interactions");
    Path file = Files.writeString(folder.resolve("edges.txt"), "7 9 300\n1 2 100\n3 4 200\n");
    String[] produce =
        with(
            names,
            "produce",
            "interactions",
            "--edges",
            file.toString(),
            "--graph",
            "college",
            "--keep-times",
            "--limit",
            "2",
            "--as-fast-as-possible");
    JsonNode summary = commands.json(produce);
    List<JsonNode> sent =
        commands.lines(
            with(names, "consume", "graph-interactions", "--from", "earliest", "--timeout", "2"));
    assertThat(summary.path("interactions").asInt()).isEqualTo(2);
    assertThat(sent).extracting(edge -> edge.path("source").asInt()).containsExactly(1, 3);
    assertThat(sent)
        .allMatch(edge -> edge.path("graph_id").asText().equals("college"))
        .first()
        .matches(edge -> edge.path("event_time").asText().startsWith("1970-01-01T00:01:40"));

    Path broken = Files.writeString(folder.resolve("broken.txt"), "1 2\n");
    assertThat(commands.run(with(names, "produce", "interactions", "--edges", broken.toString())))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("broken.txt, line 1").doesNotContain("\tat ");
    assertThat(commands.run(with(names, "produce", "interactions", "--edges", "nowhere.txt")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("no such file").doesNotContain("\tat ");
  }

  @Test
  void instancesThatCannotBePlayedAreAUsersMistake() throws IOException {
    String[] names = commands.created("unplayed");
    assertThat(commands.run(with(names, "produce", "instances", "--stream", "led")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("no stream 'led'").doesNotContain("\tat ");
    assertThat(
            commands.run(with(names, "produce", "instances", "--stream", "sea-a", "--delay", "-1")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("--delay is -1");
    assertThat(commands.run(with(names, "produce", "instances"))).isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("--stream");
    assertThat(
            commands.run(with(commands.names("none"), "produce", "instances", "--stream", "sea-a")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(commands.run(with(names, "produce"))).isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("--wfdb", "produce instances").doesNotContain("\tat ");
  }

  @Test
  void predictionsAreFilteredByStreamAndLabelAndEndAtTheMaximum() throws IOException {
    String[] names = commands.created("filters");
    RecordCodec<SignalPrediction> codec = RecordCodec.of(SignalPrediction.class);
    try (FrameTopic topic = topic("filters", Topics.SIGNAL_PREDICTIONS.name())) {
      for (int i = 0; i < 40; i++) {
        String stream = "s" + i % 2;
        topic.send(
            stream.getBytes(UTF_8), codec.encode(prediction(stream, i, i % 4 < 2 ? "N" : "V")));
      }
      topic.send("junk".getBytes(UTF_8), new byte[] {1, 2, 3});
      topic.flush();
    }
    String[] all = with(names, "consume", "--from", "earliest", "--timeout", "2");

    assertThat(commands.lines(all)).hasSize(40);
    assertThat(commands.err()).contains("1 records of").contains("none of Millrace's");
    assertThat(commands.lines(with(all, "--label", "V")))
        .hasSize(20)
        .allMatch(prediction -> prediction.path("label").asText().equals("V"));
    assertThat(commands.lines(with(all, "--label", "V", "--stream", "s1")))
        .hasSize(10)
        .allMatch(prediction -> prediction.path("window_end").asInt() % 4 == 3);
    assertThat(commands.lines(with(all, "--max", "7"))).hasSize(7);
    assertThat(commands.lines(with(names, "consume", "--from", "latest", "--timeout", "1")))
        .isEmpty();
    assertThat(commands.lines(with(names, "consume", "--from", "1h", "--timeout", "2")))
        .hasSize(40);
    assertThat(commands.run(with(all, "--max", "1"))).isEqualTo(ExitCode.OK);
    assertThat(commands.out().lines()).hasSize(1).allMatch(line -> line.contains("ecg/1"));
  }

  @Test
  void aMissingTopicIsTold() {
    assertThat(commands.run(with(commands.names("none"), "consume", "nothing")))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(commands.err()).contains("no topic nothing").doesNotContain("\tat ");
  }

  @Test
  void deadLettersGoBackOnceSelected() throws IOException {
    String[] names = commands.created("replay");
    String origin = "replay." + Topics.SIGNAL_FRAMES.name();
    RecordCodec<DeadLetter> codec = RecordCodec.of(DeadLetter.class);
    try (FrameTopic topic = topic("replay", Topics.DEAD_LETTERS.name())) {
      for (int i = 0; i < 10; i++) {
        String reason = i < 6 ? "no model" : "malformed";
        topic.send("k".getBytes(UTF_8), codec.encode(letter(i == 5 ? "" : origin, reason, i)));
      }
      topic.flush();
    }

    JsonNode dry = commands.json(with(names, "replay", "--reason", "^no", "--dry-run"));
    JsonNode none =
        commands.json(with(names, "consume", "signals", "--from", "earliest", "--timeout", "1"));
    JsonNode sent = commands.json(with(names, "replay", "--reason", "^no"));
    JsonNode old = commands.json(with(names, "replay", "--until", "2001-01-01T00:00:00Z"));

    assertThat(dry.path("selected").asInt()).isEqualTo(6);
    assertThat(dry.path("dry_run").asBoolean()).isTrue();
    assertThat(none.isMissingNode()).as("a dry run sends nothing").isTrue();
    assertThat(sent.path("read").asInt()).isEqualTo(10);
    assertThat(sent.path("replayed").asInt()).isEqualTo(5);
    assertThat(sent.path("replayed_to").path(origin).asInt()).isEqualTo(5);
    assertThat(sent.path("without_origin").asInt()).isEqualTo(1);
    assertThat(old.path("selected").asInt()).isZero();
    commands.run(
        with(names, "consume", "signals", "--from", "earliest", "--timeout", "2", "--json"));
    assertThat(commands.err()).as("the letters' bytes are no frames").contains("5 records of");
    assertThat(commands.run(with(names, "replay", "--reason", "["))).isEqualTo(ExitCode.USAGE);
  }

  private static SignalPrediction prediction(String stream, long end, String label) {
    return new SignalPrediction(
        stream,
        end,
        Instant.EPOCH.plusMillis(end),
        List.of(1f, 2f),
        label,
        "ecg/1",
        false,
        Instant.EPOCH,
        Map.of());
  }

  private static DeadLetter letter(String topic, String reason, long offset) {
    return new DeadLetter(
        ByteBuffer.wrap(new byte[] {1, 2}),
        topic,
        0,
        offset,
        reason,
        Instant.now(),
        ByteBuffer.wrap("k".getBytes(UTF_8)),
        Map.of(),
        "test",
        0L);
  }

  private static FrameTopic topic(String prefix, String name) {
    return new FrameTopic(KafkaConnection.to(kafka.bootstrapServers()), prefix + "." + name);
  }

  private static boolean is(JsonNode topic, String status) {
    return topic.path("status").asText().equals(status);
  }
}
