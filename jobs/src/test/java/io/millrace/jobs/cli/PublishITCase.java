/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static io.millrace.jobs.cli.BrokerCommands.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.jobs.config.StreamingMode;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Putting a model into the store and announcing it. */
class PublishITCase {
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
  void aModelIsCheckedStoredAndAnnouncedSoThatAJobCanLoadIt() throws Exception {
    String[] names = commands.created("publish");
    Path bundle = ecg("2", "V");
    String[] publish = with(names, "publish", bundle.toString(), "--store", folder + "/store");
    JsonNode published = commands.json(publish);
    JsonNode again = commands.json(with(publish, "--migration", "keep"));
    List<JsonNode> references =
        commands.lines(with(names, "consume", "models", "--from", "earliest", "--timeout", "2"));

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
    assertThat(commands.run(with(names, "publish", other.toString(), "--store", folder + "/store")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("use a new one").doesNotContain("\tat ");
  }

  @Test
  void aTrainedGraphModelIsAnnouncedForItsJob() throws IOException {
    String[] names = commands.created("publish-graph");
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
        commands.json(with(names, "publish", bundle.toString(), "--store", folder + "/store"));
    assertThat(published.path("task").asText()).isEqualTo("temporal-graph");
    assertThat(published.path("uri").asText()).endsWith("store/pay/3");
  }

  @Test
  void whatAJobWouldRefuseIsNeitherStoredNorAnnounced() throws IOException {
    String[] names = commands.created("unpublished");
    Path store = folder.resolve("empty-store");
    String[] publish =
        with(names, "publish", ecg("3", "V").toString(), "--store", store.toString());
    assertThat(commands.run(with(publish, "--set", "model.hop=7")))
        .isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(commands.err()).contains("ecg/3 cannot stream").doesNotContain("\tat ");
    String key = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    assertThat(commands.run(with(publish, "--set", "model.keys.me=" + key)))
        .isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(commands.err()).contains("is not signed").doesNotContain("\tat ");
    assertThat(commands.run(with(names, "publish", folder.toString(), "--store", store.toString())))
        .isEqualTo(ExitCode.NOT_ACCEPTED);
    assertThat(commands.err()).contains("there is no bundle in").doesNotContain("\tat ");
    assertThat(commands.run(with(publish, "--migration", "move"))).isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("use reset or keep").doesNotContain("\tat ");
    assertThat(
            commands.run(
                with(
                    commands.names("none"),
                    "publish",
                    ecg("3", "V").toString(),
                    "--store",
                    store.toString())))
        .isEqualTo(ExitCode.USAGE);
    assertThat(commands.err()).contains("topics create").doesNotContain("\tat ");
    assertThat(store).doesNotExist();
    assertThat(
            commands.lines(
                with(names, "consume", "models", "--from", "earliest", "--timeout", "1")))
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
}
