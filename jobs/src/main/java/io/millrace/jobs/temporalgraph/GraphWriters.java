/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.CodecWriter;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.operators.graph.PartitionKeys;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.NodeEmbedding;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/**
 * The records of the job's outputs, keyed by graph and stamped with the time of their writing. Of a
 * graph that is cut, their metadata names the partition, and sequences number its edges.
 */
final class GraphWriters implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "partition";

  private final boolean cut;

  /**
   * @param cut whether what is written is of partitions
   */
  GraphWriters(boolean cut) {
    this.cut = cut;
  }

  RecordWriter<LinkScore> predictions() {
    return new CodecWriter<>(
        RecordCodec.of(LinkPrediction.class),
        this::record,
        score -> graph(score.graphId()),
        score -> score.graphId() + '/' + score.sequence());
  }

  /**
   * Keyed by graph, or partition of one, and the node's id, so that compaction keeps the newest of
   * each; null where a node was forgotten. Of such a node nothing but the id is known, so that a
   * name cannot be in the key.
   */
  RecordWriter<NodeVector> embeddings() {
    return new CodecWriter<>(
        RecordCodec.of(NodeEmbedding.class),
        this::record,
        GraphWriters::key,
        vector -> key(vector) + '/' + vector.timeMillis() + '/' + vector.modelVersion());
  }

  RecordWriter<GraphWindow> reports() {
    return new CodecWriter<>(
        RecordCodec.of(GraphReport.class),
        this::record,
        window -> graph(window.graphId()),
        window -> window.graphId() + '/' + window.sequence());
  }

  /** Reports without a partition, of the graph's edges so far; their metadata tells of the cut. */
  static RecordWriter<CutWindow> cuts() {
    return new CodecWriter<>(
        RecordCodec.of(GraphReport.class),
        GraphWriters::record,
        CutWindow::graphId,
        window -> window.graphId() + "/cut/" + window.edges());
  }

  RecordWriter<GraphEvent> late() {
    return new CodecWriter<>(
        RecordCodec.of(Interaction.class),
        event -> Interactions.record(whole((Edge) event)),
        event -> graph(event.graphId()),
        event -> event.origin().partition() + "@" + event.origin().offset());
  }

  private String graph(String key) {
    return cut ? PartitionKeys.graph(key) : key;
  }

  private Map<String, String> metadata(String key) {
    return cut ? Map.of(PARTITION, Integer.toString(PartitionKeys.partition(key))) : Map.of();
  }

  private Edge whole(Edge edge) {
    return cut ? edge.of(graph(edge.graphId())) : edge;
  }

  private static String key(NodeVector vector) {
    return vector.graphId() + '/' + vector.node().id();
  }

  private LinkPrediction record(LinkScore score) {
    boolean newSource = score.sourceAge() == LinkScore.NEW;
    boolean newTarget = score.targetAge() == LinkScore.NEW;
    return new LinkPrediction(
        graph(score.graphId()),
        score.sequence(),
        score.edgeId(),
        Instant.ofEpochMilli(score.timeMillis()),
        Interactions.value(score.source()),
        Interactions.value(score.target()),
        score.score(),
        score.anomaly(),
        newSource ? null : (Long) score.sourceAge(),
        newTarget ? null : (Long) score.targetAge(),
        newSource || newTarget,
        score.label(),
        score.modelVersion(),
        score.warming(),
        now(),
        metadata(score.graphId()));
  }

  private NodeEmbedding record(NodeVector vector) {
    if (vector.isGone()) {
      return null;
    }
    return new NodeEmbedding(
        graph(vector.graphId()),
        Interactions.value(vector.node()),
        Instant.ofEpochMilli(vector.timeMillis()),
        Interactions.boxed(vector.values()),
        vector.modelVersion(),
        now());
  }

  private GraphReport record(GraphWindow window) {
    return GraphReport.newBuilder()
        .setGraphId(graph(window.graphId()))
        .setEventTime(Instant.ofEpochMilli(window.timeMillis()))
        .setModelVersion(window.modelVersion())
        .setSequence(window.sequence())
        .setEdges(window.edges())
        .setNegatives(window.negatives())
        .setAveragePrecision(known(window.ap()))
        .setAreaUnderCurve(known(window.auc()))
        .setLoss(known(window.loss()))
        .setNewNodeShare(window.newNodeShare())
        .setStaleShare(window.staleShare())
        .setMemoryAgeMillis(window.staleMillis())
        .setNodes(window.nodes())
        .setExpiredNodes(window.expired())
        .setLateEdges(window.late())
        .setStateBytes(window.stateBytes())
        .setEmittedAt(now())
        .setMetadata(metadata(window))
        .build();
  }

  private Map<String, String> metadata(GraphWindow window) {
    return !cut
        ? Map.of()
        : Map.of(
            PARTITION,
            Integer.toString(PartitionKeys.partition(window.graphId())),
            "replicas_sent",
            Long.toString(window.replicasSent()),
            "replicas_taken",
            Long.toString(window.replicasTaken()),
            "replicas_missing",
            Long.toString(window.replicasMissing()));
  }

  private static GraphReport record(CutWindow window) {
    return GraphReport.newBuilder()
        .setGraphId(window.graphId())
        .setEventTime(Instant.ofEpochMilli(window.timeMillis()))
        .setModelVersion("")
        .setSequence(window.edges())
        .setEdges(0)
        .setNegatives(0)
        .setNewNodeShare(0)
        .setStaleShare(0)
        .setMemoryAgeMillis(0)
        .setNodes(window.known())
        .setExpiredNodes(0)
        .setLateEdges(0)
        .setStateBytes(window.stateBytes())
        .setEmittedAt(now())
        .setMetadata(
            Map.of(
                "partitions",
                Integer.toString(window.partitions()),
                "balance",
                Double.toString(window.balance()),
                "replication",
                Double.toString(window.replication()),
                "cut_nodes",
                Double.toString(window.cutNodes())))
        .build();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static Instant now() {
    return Instant.ofEpochMilli(System.currentTimeMillis());
  }
}
