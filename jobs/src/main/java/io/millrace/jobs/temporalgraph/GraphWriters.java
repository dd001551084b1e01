/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.CodecWriter;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.NodeEmbedding;
import java.time.Instant;
import java.util.Map;

/** The records of the job's outputs, keyed by graph and stamped with the time of their writing. */
final class GraphWriters {
  private GraphWriters() {}

  static RecordWriter<LinkScore> predictions() {
    return new CodecWriter<>(
        RecordCodec.of(LinkPrediction.class),
        GraphWriters::record,
        LinkScore::graphId,
        score -> score.graphId() + '/' + score.sequence());
  }

  /**
   * Keyed by graph and the node's id, so that compaction keeps the newest of each; null where a
   * node was forgotten. Of such a node nothing but the id is known, so that a name cannot be in the
   * key.
   */
  static RecordWriter<NodeVector> embeddings() {
    return new CodecWriter<>(
        RecordCodec.of(NodeEmbedding.class),
        GraphWriters::record,
        GraphWriters::key,
        vector -> key(vector) + '/' + vector.timeMillis() + '/' + vector.modelVersion());
  }

  static RecordWriter<GraphWindow> reports() {
    return new CodecWriter<>(
        RecordCodec.of(GraphReport.class),
        GraphWriters::record,
        GraphWindow::graphId,
        window -> window.graphId() + '/' + window.sequence());
  }

  static RecordWriter<GraphEvent> late() {
    return new CodecWriter<>(
        RecordCodec.of(Interaction.class),
        event -> Interactions.record((Edge) event),
        GraphEvent::graphId,
        event -> event.origin().partition() + "@" + event.origin().offset());
  }

  private static String key(NodeVector vector) {
    return vector.graphId() + '/' + vector.node().id();
  }

  private static LinkPrediction record(LinkScore score) {
    boolean newSource = score.sourceAge() == LinkScore.NEW;
    boolean newTarget = score.targetAge() == LinkScore.NEW;
    return new LinkPrediction(
        score.graphId(),
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
        Map.of());
  }

  private static NodeEmbedding record(NodeVector vector) {
    if (vector.isGone()) {
      return null;
    }
    return new NodeEmbedding(
        vector.graphId(),
        Interactions.value(vector.node()),
        Instant.ofEpochMilli(vector.timeMillis()),
        Interactions.boxed(vector.values()),
        vector.modelVersion(),
        now());
  }

  private static GraphReport record(GraphWindow window) {
    return GraphReport.newBuilder()
        .setGraphId(window.graphId())
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
        .build();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static Instant now() {
    return Instant.ofEpochMilli(System.currentTimeMillis());
  }
}
