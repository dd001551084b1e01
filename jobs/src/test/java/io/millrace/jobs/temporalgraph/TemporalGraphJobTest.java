/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.bundle.GraphManifest.Training;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.models.graph.transit.Replica;
import io.millrace.models.origin.Origin;
import io.millrace.operators.graph.GraphRules;
import io.millrace.operators.graph.GraphSettings;
import io.millrace.operators.graph.LatePolicy;
import io.millrace.operators.graph.PartitionKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalGraphJobTest {
  private static final JobConfiguration CONFIGURATION =
      JobConfiguration.defaults().with(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9");

  private static final GraphWriters WRITERS = new GraphWriters(false);

  @Test
  void uidsAreThoseThatSavepointsKnow() {
    StreamGraph graph = TemporalGraphJob.environment(CONFIGURATION).getStreamGraph();
    Set<String> uids =
        graph.getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .collect(Collectors.toSet());

    // Savepoints of every release find their state by these. Add, never change.
    assertThat(uids)
        .doesNotContainNull()
        .contains(
            "graph-interactions", "decode-interactions", "temporal-graph", "reject-interactions")
        .anyMatch(uid -> uid.contains("graph-predictions"))
        .anyMatch(uid -> uid.contains("node-embeddings"))
        .anyMatch(uid -> uid.contains("graph-reports"))
        .anyMatch(uid -> uid.contains("late-interactions"))
        .anyMatch(uid -> uid.contains("graph-dead-letters"));
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getMaxParallelism() == 128);
  }

  @Test
  void graphsThatAreCutHaveMoreOperators() {
    StreamGraph graph =
        TemporalGraphJob.environment(CONFIGURATION.with(GraphOptions.PARTITIONS, 4))
            .getStreamGraph();
    Set<String> uids =
        graph.getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .collect(Collectors.toSet());
    assertThat(uids)
        .doesNotContainNull()
        .contains("cut-graphs", "decode-replicas", "graph-replicas-in", "temporal-graph")
        .anyMatch(uid -> uid.contains("graph-cuts"))
        .anyMatch(uid -> uid.contains("graph-replicas"));
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getMaxParallelism() == 128);
    assertThat(
            TemporalGraphJob.environment(CONFIGURATION).getStreamGraph().getStreamNodes().stream()
                .map(StreamNode::getTransformationUID))
        .noneMatch(uid -> uid.contains("cut") || uid.contains("replica"));
  }

  @Test
  void namesThatAreAnotherJobsByDefaultBecomeItsOwn() {
    JobConfiguration own = CONFIGURATION.named(TemporalGraphJob.NAME);
    assertThat(own.get(JobOptions.NAME)).isEqualTo("temporal-graph");
    assertThat(own.get(KafkaOptions.GROUP_ID)).isEqualTo("millrace-temporal-graph");
  }

  @Test
  void optionsBecomeRules() {
    GraphRules rules =
        TemporalGraphOptions.of(
                CONFIGURATION
                    .with(GraphOptions.MODEL, "nat")
                    .with(GraphOptions.FEATURES, 3)
                    .with(GraphOptions.BATCH, 7)
                    .with(GraphOptions.BATCH_SPAN, Duration.ofSeconds(9))
                    .with(GraphOptions.LATE, LatePolicy.MEMORY_ONLY)
                    .with(GraphOptions.NODE_TTL, Duration.ofHours(2))
                    .with(GraphOptions.MAX_NODES, 55))
            .settings()
            .rules();
    assertThat(rules.name()).isEqualTo("nat");
    assertThat(rules.features()).isEqualTo(3);
    assertThat(rules.batch()).isEqualTo(7);
    assertThat(rules.span()).isEqualTo(Duration.ofSeconds(9));
    assertThat(rules.late()).isEqualTo(LatePolicy.MEMORY_ONLY);
    assertThat(rules.nodeTtl()).isEqualTo(Duration.ofHours(2));
    assertThat(rules.maxNodes()).isEqualTo(55);
  }

  @Test
  void whatCannotBeIsRefusedWithItsKey() {
    for (JobConfiguration wrong :
        new JobConfiguration[] {
          CONFIGURATION.with(GraphOptions.MODEL, "gcn"),
          CONFIGURATION.with(GraphOptions.BATCH, 0),
          CONFIGURATION.with(GraphOptions.MEMORY, 7),
          CONFIGURATION.with(GraphOptions.NEIGHBOURS, 65),
          CONFIGURATION.with(GraphOptions.LEARNING_RATE, 2.0),
          CONFIGURATION.with(GraphOptions.BATCH_SPAN, Duration.ZERO),
          CONFIGURATION.with(GraphOptions.MAX_NODES, 1),
          CONFIGURATION.with(GraphOptions.PARTITIONS, 0),
          CONFIGURATION.with(GraphOptions.PARTITIONS, 65),
          CONFIGURATION.with(GraphOptions.PARTITIONER_NODES, 1),
          CONFIGURATION.with(GraphOptions.PARTITIONS, 2).with(GraphOptions.MODEL, "nat")
        }) {
      assertThatThrownBy(() -> ConfigurationValidator.validate(wrong))
          .hasMessageContaining("millrace.graph.");
    }
    ConfigurationValidator.validate(CONFIGURATION);
    ConfigurationValidator.validate(CONFIGURATION.with(GraphOptions.PARTITIONS, 64));
    ConfigurationValidator.validate(
        CONFIGURATION
            .with(GraphOptions.PARTITIONS, 2)
            .with(GraphOptions.MODEL, "nat")
            .with(GraphOptions.RECONCILE_INTERVAL, Duration.ZERO));
  }

  @Test
  void recordsHaveTheKeyTheirTopicWantsAndAnIdOfTheirOwn() {
    NodeRef shop = NodeRef.of("shop");
    LinkScore score =
        new LinkScore("g", 7, null, NodeRef.of(1), shop, 5, 1, 0, -1, 3, null, "m/1", false);
    assertThat(WRITERS.predictions().key(score)).asString().isEqualTo("g");
    assertThat(WRITERS.predictions().id(score)).asString().isEqualTo("g/7");
    NodeVector vector = new NodeVector("g", shop, 5, new float[] {1}, "m/1");
    assertThat(WRITERS.embeddings().key(vector)).asString().isEqualTo("g/" + shop.id());
    assertThat(WRITERS.embeddings().value(vector)).isNotNull();
    NodeVector gone = NodeVector.gone("g", shop.id(), 9, "m/2");
    assertThat(WRITERS.embeddings().key(gone)).isEqualTo(WRITERS.embeddings().key(vector));
    assertThat(WRITERS.embeddings().value(gone)).isNull();
    assertThat(WRITERS.embeddings().id(gone)).isNotEqualTo(WRITERS.embeddings().id(vector));
    Edge late = new Edge("g", null, shop, shop, 5, new float[0], 1, null, new Origin("t", 2, 9));
    assertThat(WRITERS.late().key(late)).asString().isEqualTo("g");
    assertThat(WRITERS.late().id(late)).asString().isEqualTo("2@9");
  }

  @Test
  void recordsOfPartitionsAreOfTheirGraphAndNameThePartition() {
    GraphWriters cut = new GraphWriters(true);
    String key = new PartitionKeys(4, 128).key("a#b.c", 3);
    NodeRef shop = NodeRef.of("shop");
    LinkScore score =
        new LinkScore(key, 7, null, NodeRef.of(1), shop, 5, 1, 0, -1, 3, null, "m/1", false);
    assertThat(cut.predictions().key(score)).asString().isEqualTo("a#b.c");
    assertThat(cut.predictions().id(score)).asString().isEqualTo(key + "/7");
    NodeVector vector = new NodeVector(key, shop, 5, new float[] {1}, "m/1");
    assertThat(cut.embeddings().key(vector)).asString().isEqualTo(key + "/" + shop.id());
    Edge late = new Edge(key, null, shop, shop, 5, new float[0], 1, null, new Origin("t", 2, 9));
    assertThat(cut.late().key(late)).asString().isEqualTo("a#b.c");
  }

  @Test
  void replicasGoThroughTheirTopicUnchanged() throws IOException {
    Origin origin = new Origin("replicas", 1, 2);
    Replica replica =
        new Replica("g#1.0", 99, 3, -5, 7, Long.MIN_VALUE, 2, "tgn", new byte[] {1, 2}, origin);
    byte[] value = ReplicaRecords.writer().value(replica);
    KafkaRecord record =
        new KafkaRecord("replicas", 1, 2, 0, ReplicaRecords.writer().key(replica), value, Map.of());
    assertThat(new ReplicaRecords().decode(record)).usingRecursiveComparison().isEqualTo(replica);
    assertThat(ReplicaRecords.writer().id(replica)).asString().isEqualTo("g#1.0/3/-5/7");
  }

  @Test
  void aTrainedModelDecidesWhatEveryGraphBeginsWith(@TempDir Path folder) throws IOException {
    OnlineModel trained =
        LinkModelCatalogue.create(ModelSpec.of("tgn", 2, 5).sized(8, 3), HeapNodes::new);
    GraphBundle.write(
        folder,
        "fraud",
        "3",
        new Dimensions("tgn", 2, 8, 3),
        new Training(100, 1, 10, 0.001, 5, 0.9, 0.9),
        trained.parameters());
    GraphSettings settings =
        TemporalGraphOptions.of(
                CONFIGURATION
                    .with(GraphOptions.BUNDLE, folder.toString())
                    .with(GraphOptions.MODEL, "nat"))
            .settings();
    assertThat(settings.parts().model(HeapNodes::new).model().learned())
        .isEqualTo(trained.model().learned());
    assertThat(settings.parts().version()).isEqualTo("fraud/3");
    assertThat(settings.rules().name()).isEqualTo("fraud@3");
    assertThat(settings.rules().features()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                TemporalGraphOptions.of(
                    CONFIGURATION.with(GraphOptions.BUNDLE, folder.resolve("none").toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.graph.bundle")
        .hasMessageContaining("train graph");
  }
}
