/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.LogWatch;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Passwords are seen nowhere, however they are given. */
class SecretsITCase {
  private static final String STORAGE_SECRET = "hush-storage-4711";

  @TempDir static Path folder;
  private static LogWatch logs;
  private static SecuredSetup setup;
  private static List<String> secrets;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    try (LogWatch any = new LogWatch(List.of("hush-logged"))) {
      LoggerFactory.getLogger("org.apache.kafka.clients").debug("password is {}", "hush-logged");
      assertThat(any.found()).as("the watch sees what is logged").hasSize(1);
    }
    setup = new SecuredSetup(folder, "cnn");
    secrets = new ArrayList<>(setup.broker().secrets());
    secrets.add(STORAGE_SECRET);
    logs = new LogWatch(secrets);
  }

  @AfterAll
  static void stop() {
    setup.close();
    logs.close();
  }

  /** The worst that a user can do: passwords in the configuration itself. */
  @Test
  void aJobWithPasswordsInItsConfigurationShowsNone() throws Exception {
    JobConfiguration configuration = configuration();
    EmbeddedJob job =
        setup.flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
    job.awaitRunning(SecuredSetup.PATIENCE);
    try (FrameTopic frames =
        new FrameTopic(setup.broker().connection("admin"), Topics.SIGNAL_FRAMES.name())) {
      frames.send("k".getBytes(UTF_8), "no frame".getBytes(UTF_8));
      frames.flush();
    }
    job.checkpoint();
    JsonNode letter =
        setup
            .lines(
                "admin",
                "consume",
                "dead-letters",
                "--from",
                "earliest",
                "--max",
                "1",
                "--timeout",
                "20")
            .get(0);
    List<String> pages = pages(job);
    job.stopWithSavepoint(folder.resolve("savepoints").toUri().toString());

    assertThat(letter.toString()).contains("reason");
    assertThat(secrets).noneMatch(letter.toString()::contains);
    assertThat(pages).hasSizeGreaterThan(12);
    assertThat(pages).allSatisfy(page -> assertThat(secrets).noneMatch(page::contains));
    assertThat(pages.toString()).contains("streaming-cnn", "execution.checkpointing");
    for (Path file : files(folder.resolve("savepoints"))) {
      String bytes = Files.readString(file, ISO_8859_1);
      assertThat(secrets).as("%s", file).noneMatch(bytes::contains);
    }
    assertThat(logs.read()).isGreaterThan(1000);
    assertThat(logs.found()).isEmpty();
  }

  private static JobConfiguration configuration() {
    Map<String, String> storage = Map.of("s3.secret-key", STORAGE_SECRET);
    return JobConfiguration.defaults()
        .with(KafkaOptions.BOOTSTRAP_SERVERS, setup.broker().servers())
        .with(
            KafkaOptions.PROPERTIES,
            setup.broker().properties("admin", setup.broker().password("admin")))
        .with(JobOptions.FLINK, storage)
        .with(CheckpointOptions.RESTART_ATTEMPTS, 0)
        .named("streaming-cnn");
  }

  /** All that Flink's web page can ask about the job and its cluster. */
  private List<String> pages(EmbeddedJob job) throws Exception {
    String own = "/jobs/" + job.id();
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/config",
                "/overview",
                "/jobs/overview",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/thread-dump",
                "/taskmanagers",
                own,
                own + "/config",
                own + "/plan",
                own + "/exceptions",
                own + "/checkpoints",
                own + "/checkpoints/config",
                own + "/accumulators?includeSerializedValue=true",
                own + "/jobmanager/config",
                own + "/jobmanager/environment"));
    for (JsonNode vertex : new ObjectMapper().readTree(page(own)).path("vertices")) {
      paths.add(own + "/vertices/" + vertex.path("id").asText());
    }
    List<String> pages = new ArrayList<>();
    for (String path : paths) {
      pages.add(page(path));
    }
    return pages;
  }

  private String page(String path) throws IOException, InterruptedException {
    URI address = setup.flink().webPage().resolve(path);
    var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  @Test
  void noCommandRepeatsAPassword() {
    List<String> plain = new ArrayList<>();
    setup
        .broker()
        .properties("admin", setup.broker().password("admin"))
        .forEach(
            (key, value) ->
                plain.addAll(List.of("--set", "kafka.properties." + key + "=" + value)));
    plain.addAll(List.of("--set", "flink.s3.secret-key=" + STORAGE_SECRET));
    List<List<String>> commands =
        List.of(
            List.of("run", "streaming-cnn", "--seconds", "1", "--json"),
            List.of("run", "streaming-cnn", "--savepoint", "/nowhere"),
            List.of("run", "streaming-cnn", "--set", "topics.signals=absent"),
            List.of("run", "streaming-cnn", "--set", "bundle.size=0"),
            List.of("run", "streaming-cnn", "--set", "kafka.properties.group.id=g"),
            List.of("run", "streaming-cnn", "--set", "kafka.propertys.x=1"),
            List.of("consume", "absent"),
            List.of("topics", "list", "absent"),
            List.of("topics", "acls", "--job", "streaming-cnn", "--principal", "User:x"),
            List.of("config", "--check", "absent.yaml"));
    for (List<String> command : commands) {
      List<String> all = new ArrayList<>(command);
      if (!command.get(0).equals("config")) {
        all.addAll(plain);
      }
      int unused = setup.runWith(null, all);
      String said = setup.out() + setup.err();
      assertThat(said).as("%s", command).isNotBlank();
      assertThat(secrets).as("%s", command).noneMatch(said::contains);
    }
    assertThat(logs.found()).isEmpty();
  }

  @Test
  void aPasswordInAFileIsNotEvenInTheJobGraph() throws Exception {
    JobConfiguration configuration = setup.configuration("streaming-cnn", "admin");
    byte[] graph =
        InstantiationUtil.serializeObject(
            StreamingCnnJob.environment(configuration).getStreamGraph().getJobGraph());
    String text = new String(graph, ISO_8859_1);
    assertThat(text).contains("sasl.jaas.config", "SCRAM-SHA-512");
    assertThat(secrets).noneMatch(text::contains);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      return files;
    }
  }
}
