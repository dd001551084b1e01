/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoredBundle;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Merging;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.ModelTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphSwapITCase {
  private static final int GRAPHS = 2;
  private static final int STEP = 30;
  private static final int LENGTH = 60 * STEP;

  private static JobHarness harness;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    harness = new JobHarness(Merging.with(GraphJob.TESTED), 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @AfterEach
  void cancel() {
    harness.cancelAll();
  }

  private static JobConfiguration configuration(String name) {
    return harness
        .configuration(name)
        .with(JobOptions.PARALLELISM, 2)
        .with(GraphOptions.MEMORY, 16)
        .with(GraphOptions.NEIGHBOURS, 5)
        .with(GraphOptions.BATCH, 10)
        .with(GraphOptions.WARM_UP, 20);
  }

  private static StoredBundle bundle(String version, int memory) throws IOException {
    ModelSpec spec = ModelSpec.of("tgn", 0, 7).sized(memory, 5);
    Path written = folder.resolve(version);
    GraphBundle.write(
        written,
        "pay",
        version,
        new Dimensions("tgn", 0, memory, 5),
        new Training(1, 1, 1, 0.1, 1, 0.5, 0.5),
        LinkModelCatalogue.create(spec, HeapNodes::new).parameters());
    return ModelStore.at(folder.resolve("store").toUri().toString()).put("pay", version, written);
  }

  @Test
  void anAnnouncedModelServesFromOneBatchOnAndWhatDoesNotFitNever() throws Exception {
    JobConfiguration configuration = configuration("swap").with(GraphOptions.FOLLOW, "pay");
    StoredBundle second = bundle("2", 16);
    StoredBundle larger = bundle("3", 32);
    EmbeddedJob job = harness.submit(configuration);
    try (GraphScript script = new GraphScript(harness, configuration, GRAPHS, LENGTH);
        FrameTopic models = harness.topic(configuration, TopicOptions.MODELS)) {
      announce(models, trained(larger, larger.sha256()));
      announce(models, trained(second, "0".repeat(64)));
      models.send(new byte[] {1}, new byte[] {1, 2, 3});
      models.flush();
      List<DeadLetter> letters = harness.deadLetters(configuration, 3);
      assertThat(reasons(letters))
          .contains("trained model pay/3", "memory 32", "trained model pay/2", "instead of 0000");
      int sent = play(configuration, script, 0, "tgn/");
      announce(models, trained(second, second.sha256()));
      sent = play(configuration, script, sent, "pay@2/");
      assertThat(sent).isLessThan(LENGTH);
      for (LinkPrediction prediction : predictions(configuration, 1)) {
        boolean swapped = prediction.getModelVersion().startsWith("pay@2/");
        assertThat(swapped || prediction.getModelVersion().startsWith("tgn/")).isTrue();
        // 60 nodes are soon met; those that were stay known.
        assertThat(swapped && prediction.getNewNode() && prediction.getSequence() > 1000).isFalse();
      }
      assertThat(job.restarts()).isZero();

      String savepoint =
          job.stopWithSavepoint(harness.platform().folder().resolve("swapped").toUri().toString());
      int before = predictions(configuration, 1).size();
      harness.resume(configuration, savepoint);
      script.send(sent, sent + 2 * STEP);
      script.sendTail();
      assertThat(predictions(configuration, before + 10).stream().skip(before))
          .filteredOn(prediction -> prediction.getGraphId().matches("g\\d+"))
          .isNotEmpty()
          .allMatch(prediction -> prediction.getModelVersion().startsWith("pay@2/"));
    }
  }

  @Test
  void versionsThatFitNobodyAreReportedAndOthersModelsPassBy() {
    JobConfiguration configuration =
        configuration("hostile").with(ShareOptions.MODEL, "shared").with(ShareOptions.EVERY, 0);
    EmbeddedJob job = harness.submit(configuration);
    try (GraphScript script = new GraphScript(harness, configuration, GRAPHS, LENGTH);
        FrameTopic models = harness.topic(configuration, TopicOptions.MODELS)) {
      announce(models, merged("shared", 1, "0".repeat(64), 1, 2));
      announce(models, merged("shared", 2, null, 1, Float.NaN));
      announce(models, merged("shared", 3, null, 1, 2));
      announce(models, merged("shared+else", 4, null, 1, 2));
      announce(models, merged("another", 5, null, 1, 2));
      models.flush();
      List<DeadLetter> letters = harness.deadLetters(configuration, 4);
      assertThat(reasons(letters))
          .contains(
              "version 1 of model 'shared' has checksum",
              "shared/2 has 2 parameters",
              "shared/3 has 2 parameters in 1 tensors",
              "model 'shared+else' belongs to no learner");
      assertThat(letters).allMatch(letter -> letter.getSource().equals("read-versions"));
      play(configuration, script, 0, "tgn/");
      assertThat(harness.deadLetters(configuration, 4)).hasSize(4);
      assertThat(predictions(configuration, 1))
          .noneMatch(prediction -> prediction.getModelVersion().contains("+v"));
    }
    assertThat(job.restarts()).isZero();
  }

  private static String reasons(List<DeadLetter> letters) {
    return letters.stream().map(DeadLetter::getReason).collect(Collectors.joining("\n"));
  }

  private static List<LinkPrediction> predictions(JobConfiguration configuration, int expected) {
    return harness.await(
        configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, expected);
  }

  /** Plays edges until the newest score of each graph is of a version that begins so. */
  private static int play(
      JobConfiguration configuration, GraphScript script, int from, String version) {
    int sent = from;
    while (true) {
      script.send(sent, sent + STEP);
      sent += STEP;
      List<LinkPrediction> all = predictions(configuration, (sent - STEP) * GRAPHS);
      boolean served = true;
      for (int g = 0; g < GRAPHS; g++) {
        String graph = "g" + g;
        served &=
            all.stream()
                .filter(prediction -> prediction.getGraphId().equals(graph))
                .reduce((one, later) -> later)
                .filter(prediction -> prediction.getModelVersion().startsWith(version))
                .isPresent();
      }
      if (served) {
        return sent;
      }
      assertThat(sent).as("edges until %s serves", version).isLessThan(LENGTH - 3 * STEP);
    }
  }

  private static ModelReference.Builder reference(String model, String version) {
    return ModelReference.newBuilder()
        .setModel(model)
        .setVersion(version)
        .setUri("")
        .setSha256("")
        .setPublishedAt(Instant.now())
        .setMigration("keep");
  }

  private static ModelReference trained(StoredBundle bundle, String sha256) {
    return reference("pay", bundle.version())
        .setUri(bundle.uri())
        .setSha256(sha256)
        .setTask("temporal-graph")
        .build();
  }

  private static ModelReference merged(String model, long number, String sha256, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * values.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return reference(model, Long.toString(number))
        .setNumber(number)
        .setTask("parameters")
        .setTensors(List.of(new ModelTensor("t", List.of((long) values.length))))
        .setValues(bytes.flip())
        .setSha256(sha256 == null ? sha256(bytes.array()) : sha256)
        .build();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void announce(FrameTopic topic, ModelReference reference) {
    RecordWriter<ModelReference> writer = RecordWriters.models(SingleObjectFraming.released());
    topic.send(writer.key(reference), writer.value(reference));
    topic.flush();
  }
}
