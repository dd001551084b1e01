/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.StreamingMode;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader.Place;
import io.millrace.operators.model.ServedModel;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a broker, each as a user would call it. */
class CommandLineITCase {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  private final CapturedConsole captured = new CapturedConsole();

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
    String[] names = names("topics");
    JsonNode missing = json(with(names, "topics", "list"));
    JsonNode created = json(with(names, "topics", "create", "--partitions", "signals=3,models=2"));
    JsonNode again = json(with(names, "topics", "create", "--partitions", "signals=3"));
    JsonNode described = json(with(names, "topics", "describe", "signals"));

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
    assertThat(run("topics", "list")).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--bootstrap-servers").doesNotContain("\tat ");
    assertThat(run(with(names("x"), "topics", "create", "--partitions", "frames=2")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("'frames'").doesNotContain("\tat ");
    assertThat(run(with(names("x"), "topics", "create", "--retention", "late=soon")))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void producedTablesAreConsumedAsTheyWere() throws IOException {
    String[] names = created("tables");
    StringBuilder text = new StringBuilder("time,lead\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(i / 4f).append('\n');
    }
    Path table = Files.writeString(folder.resolve("bed7.csv"), text);

    JsonNode summary =
        json(
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
        lines(with(names, "consume", "signals", "--from", "earliest", "--timeout", "2"));

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
    String[] names = created("synthetic");
    long begin = System.nanoTime();
    JsonNode summary =
        json(
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
    assertThat(run(with(names("none"), "produce", "--synthetic", "--as-fast-as-possible")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--seconds");
    assertThat(run(with(names("none"), "produce", "--synthetic", "--seconds", "1")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void instancesAreDealtToStreamsAndTheirLabelsComeLater() throws IOException {
    String[] names = created("instances");
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
    JsonNode summary = json(produce);
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<JsonNode> instances =
        lines(with(names, "consume", "drift-instances", "--from", "earliest", "--timeout", "2"));
    List<JsonNode> labels =
        lines(with(names, "consume", "drift-labels", "--from", "earliest", "--timeout", "2"));

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
    String[] names = created("interactions");
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
    JsonNode summary = json(produce);
    List<JsonNode> sent =
        lines(with(names, "consume", "graph-interactions", "--from", "earliest", "--timeout", "2"));
    assertThat(summary.path("interactions").asInt()).isEqualTo(2);
    assertThat(sent).extracting(edge -> edge.path("source").asInt()).containsExactly(1, 3);
    assertThat(sent)
        .allMatch(edge -> edge.path("graph_id").asText().equals("college"))
        .first()
        .matches(edge -> edge.path("event_time").asText().startsWith("1970-01-01T00:01:40"));

    Path broken = Files.writeString(folder.resolve("broken.txt"), "1 2\n");
    assertThat(run(with(names, "produce", "interactions", "--edges", broken.toString())))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("broken.txt, line 1").doesNotContain("\tat ");
    assertThat(run(with(names, "produce", "interactions", "--edges", "nowhere.txt")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no such file").doesNotContain("\tat ");
  }

  @Test
  void instancesThatCannotBePlayedAreAUsersMistake() throws IOException {
    String[] names = created("unplayed");
    assertThat(run(with(names, "produce", "instances", "--stream", "led")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("no stream 'led'").doesNotContain("\tat ");
    assertThat(run(with(names, "produce", "instances", "--stream", "sea-a", "--delay", "-1")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--delay is -1");
    assertThat(run(with(names, "produce", "instances"))).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--stream");
    assertThat(run(with(names("none"), "produce", "instances", "--stream", "sea-a")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(run(with(names, "produce"))).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("--wfdb", "produce instances").doesNotContain("\tat ");
  }

  @Test
  void predictionsAreFilteredByStreamAndLabelAndEndAtTheMaximum() throws IOException {
    String[] names = created("filters");
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

    assertThat(lines(all)).hasSize(40);
    assertThat(captured.err()).contains("1 records of").contains("none of Millrace's");
    assertThat(lines(with(all, "--label", "V")))
        .hasSize(20)
        .allMatch(prediction -> prediction.path("label").asText().equals("V"));
    assertThat(lines(with(all, "--label", "V", "--stream", "s1")))
        .hasSize(10)
        .allMatch(prediction -> prediction.path("window_end").asInt() % 4 == 3);
    assertThat(lines(with(all, "--max", "7"))).hasSize(7);
    assertThat(lines(with(names, "consume", "--from", "latest", "--timeout", "1"))).isEmpty();
    assertThat(lines(with(names, "consume", "--from", "1h", "--timeout", "2"))).hasSize(40);
    assertThat(run(with(all, "--max", "1"))).isEqualTo(ExitCode.OK);
    assertThat(captured.out().lines()).hasSize(1).allMatch(line -> line.contains("ecg/1"));
  }

  @Test
  void aMissingTopicIsTold() {
    assertThat(run(with(names("none"), "consume", "nothing"))).isEqualTo(ExitCode.FAILURE);
    assertThat(captured.err()).contains("no topic nothing").doesNotContain("\tat ");
  }

  @Test
  void deadLettersGoBackOnceSelected() throws IOException {
    String[] names = created("replay");
    String origin = "replay." + Topics.SIGNAL_FRAMES.name();
    RecordCodec<DeadLetter> codec = RecordCodec.of(DeadLetter.class);
    try (FrameTopic topic = topic("replay", Topics.DEAD_LETTERS.name())) {
      for (int i = 0; i < 10; i++) {
        String reason = i < 6 ? "no model" : "malformed";
        topic.send("k".getBytes(UTF_8), codec.encode(letter(i == 5 ? "" : origin, reason, i)));
      }
      topic.flush();
    }

    JsonNode dry = json(with(names, "replay", "--reason", "^no", "--dry-run"));
    JsonNode none = json(with(names, "consume", "signals", "--from", "earliest", "--timeout", "1"));
    JsonNode sent = json(with(names, "replay", "--reason", "^no"));
    JsonNode old = json(with(names, "replay", "--until", "2001-01-01T00:00:00Z"));

    assertThat(dry.path("selected").asInt()).isEqualTo(6);
    assertThat(dry.path("dry_run").asBoolean()).isTrue();
    assertThat(none.isMissingNode()).as("a dry run sends nothing").isTrue();
    assertThat(sent.path("read").asInt()).isEqualTo(10);
    assertThat(sent.path("replayed").asInt()).isEqualTo(5);
    assertThat(sent.path("replayed_to").path(origin).asInt()).isEqualTo(5);
    assertThat(sent.path("without_origin").asInt()).isEqualTo(1);
    assertThat(old.path("selected").asInt()).isZero();
    run(with(names, "consume", "signals", "--from", "earliest", "--timeout", "2", "--json"));
    assertThat(captured.err()).as("the letters' bytes are no frames").contains("5 records of");
    assertThat(run(with(names, "replay", "--reason", "["))).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aModelIsCheckedStoredAndAnnouncedSoThatAJobCanLoadIt() throws Exception {
    String[] names = created("publish");
    Path bundle = ecg("2", "V");
    String[] publish = with(names, "publish", bundle.toString(), "--store", folder + "/store");
    JsonNode published = json(publish);
    JsonNode again = json(with(publish, "--migration", "keep"));
    List<JsonNode> references =
        lines(with(names, "consume", "models", "--from", "earliest", "--timeout", "2"));

    assertThat(published.path("model").asText()).isEqualTo("ecg");
    assertThat(published.path("bytes").asLong()).isGreaterThan(100_000);
    assertThat(again.path("sha256").asText()).isEqualTo(published.path("sha256").asText());
    assertThat(references)
        .extracting(reference -> reference.path("migration").asText())
        .containsExactly("reset", "keep");
    JsonNode reference = references.get(1);
    assertThat(reference.path("task").asText()).isEqualTo("streaming-cnn");
    ModelAnnouncement announcement =
        new ModelAnnouncement(
            reference.path("model").asText(),
            reference.path("version").asText(),
            reference.path("uri").asText(),
            reference.path("sha256").asText(),
            0,
            Migration.KEEP);
    ServedModel served =
        new BundleLoader(ComputePath.PLAIN, StreamingMode.MANIFEST, 0)
            .load(announcement, new Place(OptionalInt.empty(), 0));
    assertThat(served.version()).isEqualTo("ecg/2");
    served.close();

    Path other = ecg("2", "W");
    assertThat(run(with(names, "publish", other.toString(), "--store", folder + "/store")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("use a new one").doesNotContain("\tat ");
  }

  @Test
  void aTrainedGraphModelIsAnnouncedForItsJob() throws IOException {
    String[] names = created("publish-graph");
    Path bundle = folder.resolve("graph-bundle");
    ModelSpec spec = ModelSpec.of("tgn", 0, 7).sized(16, 5);
    GraphBundle.write(
        bundle,
        "pay",
        "3",
        new Dimensions("tgn", 0, 16, 5),
        new Training(1, 1, 1, 0.1, 1, 0.5, 0.5),
        LinkModelCatalogue.create(spec, HeapNodes::new).parameters());
    JsonNode published =
        json(with(names, "publish", bundle.toString(), "--store", folder + "/store"));
    assertThat(published.path("task").asText()).isEqualTo("temporal-graph");
    assertThat(published.path("uri").asText()).endsWith("store/pay/3");
  }

  @Test
  void whatAJobWouldRefuseIsNeitherStoredNorAnnounced() throws IOException {
    String[] names = created("unpublished");
    Path store = folder.resolve("empty-store");
    String[] publish =
        with(names, "publish", ecg("3", "V").toString(), "--store", store.toString());
    assertThat(run(with(publish, "--set", "model.hop=7"))).isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(captured.err()).contains("ecg/3 cannot stream").doesNotContain("\tat ");
    String key = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    assertThat(run(with(publish, "--set", "model.keys.me=" + key)))
        .isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(captured.err()).contains("is not signed").doesNotContain("\tat ");
    assertThat(run(with(names, "publish", folder.toString(), "--store", store.toString())))
        .isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(captured.err()).contains("there is no bundle in").doesNotContain("\tat ");
    assertThat(run(with(publish, "--migration", "move"))).isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("use reset or keep").doesNotContain("\tat ");
    assertThat(
            run(
                with(
                    names("none"),
                    "publish",
                    ecg("3", "V").toString(),
                    "--store",
                    store.toString())))
        .isEqualTo(ExitCode.USAGE);
    assertThat(captured.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(store).doesNotExist();
    assertThat(lines(with(names, "consume", "models", "--from", "earliest", "--timeout", "1")))
        .isEmpty();
  }

  /** The shipped model under another version, with another name for one label. */
  private static Path ecg(String version, String ventricular) throws IOException {
    Path bundle = Files.createDirectories(folder.resolve("ecg-" + version + ventricular));
    for (String file : List.of("model.json", "model.onnx")) {
      try (InputStream in =
          ModelBundle.class.getResourceAsStream("/io/millrace/jobs/models/ecg/1/" + file)) {
        Files.write(bundle.resolve(file), in.readAllBytes());
      }
    }
    Path manifest = bundle.resolve("model.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"version\": \"1\"", "\"version\": \"" + version + "\"")
            .replace("\"V\"", "\"" + ventricular + "\""));
    return bundle;
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

  /** Options that give a test topics of its own. */
  private static String[] names(String prefix) {
    List<String> options = new ArrayList<>(List.of("-b", kafka.bootstrapServers()));
    Map<String, String> topics =
        Map.of(
            "signals", Topics.SIGNAL_FRAMES.name(),
            "predictions", Topics.SIGNAL_PREDICTIONS.name(),
            "late", Topics.SIGNAL_LATE.name(),
            "dead-letters", Topics.DEAD_LETTERS.name(),
            "models", Topics.MODELS.name(),
            "drift-instances", Topics.DRIFT_INSTANCES.name(),
            "drift-labels", Topics.DRIFT_LABELS.name(),
            "drift-predictions", Topics.DRIFT_PREDICTIONS.name(),
            "drift-reports", Topics.DRIFT_REPORTS.name(),
            "drift-unmatched-labels", Topics.DRIFT_UNMATCHED_LABELS.name());
    topics.forEach(
        (role, name) -> {
          options.add("--set");
          options.add("topics." + role + "=" + prefix + "." + name);
        });
    return options.toArray(String[]::new);
  }

  private String[] created(String prefix) throws IOException {
    String[] names = names(prefix);
    json(with(names, "topics", "create", "--partitions", "signals=1,predictions=2"));
    return names;
  }

  /** The command, then the options of the first array. */
  private static String[] with(String[] first, String... command) {
    List<String> all = new ArrayList<>();
    boolean more = command[0].startsWith("-");
    all.addAll(List.of(more ? first : command));
    all.addAll(List.of(more ? command : first));
    return all.toArray(String[]::new);
  }

  private static boolean is(JsonNode topic, String status) {
    return topic.path("status").asText().equals(status);
  }

  private JsonNode json(String... command) throws IOException {
    List<JsonNode> documents = lines(command);
    assertThat(documents).hasSizeLessThan(2);
    return documents.isEmpty() ? JSON.missingNode() : documents.get(0);
  }

  private List<JsonNode> lines(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--json");
    assertThat(run(all.toArray(String[]::new))).as("%s", captured.err()).isEqualTo(ExitCode.OK);
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(captured.out())) {
      return values.readAll();
    }
  }

  private int run(String... command) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(command);
  }
}
