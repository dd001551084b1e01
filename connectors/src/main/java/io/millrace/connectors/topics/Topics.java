/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import io.millrace.connectors.topics.Topic.Cleanup;
import java.time.Duration;
import java.util.List;

/** Every topic that Millrace reads or writes. */
public final class Topics {
  public static final Topic SIGNAL_FRAMES =
      new Topic(
          "millrace.signal.frame.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "SignalFrame",
          "Samples of all streams, keyed by stream.");

  public static final Topic SIGNAL_PREDICTIONS =
      new Topic(
          "millrace.signal.prediction.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "SignalPrediction",
          "What the model says of each window, keyed by stream.");

  public static final Topic SIGNAL_LATE =
      new Topic(
          "millrace.signal.late.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "SignalFrame",
          "Frames that came after their window was decided, keyed by stream.",
          5 << 20);

  public static final Topic DRIFT_INSTANCES =
      new Topic(
          "millrace.drift.instance.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "LabelledInstance",
          "Instances to classify, keyed by stream.");

  public static final Topic DRIFT_LABELS =
      new Topic(
          "millrace.drift.label.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "InstanceLabel",
          "Labels that came after their instance, keyed by stream.");

  public static final Topic DRIFT_PREDICTIONS =
      new Topic(
          "millrace.drift.prediction.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "DriftPrediction",
          "What the learner said of each instance, keyed by stream.");

  public static final Topic DRIFT_REPORTS =
      new Topic(
          "millrace.drift.report.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "DriftReport",
          "How the learner of each stream does, and drifts, keyed by stream.");

  public static final Topic DRIFT_UNMATCHED_LABELS =
      new Topic(
          "millrace.drift.unmatched-label.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "UnmatchedLabel",
          "Labels that nothing was learned from, with the reason, keyed by stream.");

  public static final Topic GRAPH_INTERACTIONS =
      new Topic(
          "millrace.graph.interaction.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "Interaction",
          "Timestamped edges of all graphs, keyed by graph.");

  public static final Topic GRAPH_PREDICTIONS =
      new Topic(
          "millrace.graph.prediction.v1",
          8,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "LinkPrediction",
          "What the model said of each edge, keyed by graph.");

  public static final Topic GRAPH_EMBEDDINGS =
      new Topic(
          "millrace.graph.embedding.v1",
          8,
          null,
          Cleanup.COMPACT,
          "NodeEmbedding",
          "The newest embedding of each node, keyed by graph and node id; a tombstone once it is forgotten.");

  public static final Topic GRAPH_REPORTS =
      new Topic(
          "millrace.graph.report.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "GraphReport",
          "How the model of each graph does, keyed by graph.");

  public static final Topic GRAPH_LATE =
      new Topic(
          "millrace.graph.late.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "Interaction",
          "Edges that came after their turn, keyed by graph.");

  public static final Topic GRAPH_REPLICAS =
      new Topic(
          "millrace.graph.replica.v1",
          8,
          Duration.ofDays(1),
          Cleanup.DELETE,
          "NodeReplica",
          "What partitions of a graph tell each other of nodes, keyed by partition.");

  public static final Topic PARAMETER_UPDATES =
      new Topic(
          "millrace.parameter.update.v1",
          8,
          Duration.ofDays(3),
          Cleanup.DELETE,
          "ParameterUpdate",
          "Updates of models, in parts of about 1 MiB, keyed by worker.",
          4 << 20);

  public static final Topic WORKER_HEARTBEATS =
      new Topic(
          "millrace.parameter.heartbeat.v1",
          4,
          Duration.ofDays(1),
          Cleanup.DELETE,
          "WorkerHeartbeat",
          "Workers that take part or take their leave, keyed by worker.");

  public static final Topic WORKER_ASSIGNMENTS =
      new Topic(
          "millrace.parameter.assignment.v1",
          4,
          Duration.ofDays(1),
          Cleanup.DELETE,
          "WorkerAssignment",
          "What workers are asked to do next, keyed by worker.");

  public static final Topic AGGREGATION_REPORTS =
      new Topic(
          "millrace.parameter.report.v1",
          4,
          Duration.ofDays(7),
          Cleanup.DELETE,
          "AggregationReport",
          "How each round of aggregation went, keyed by model.",
          5 << 20);

  public static final Topic DEAD_LETTERS =
      new Topic(
          "millrace.ops.dead-letter.v1",
          4,
          Duration.ofDays(30),
          Cleanup.DELETE,
          "DeadLetter",
          "Records that could not be processed, with the reason.",
          5 << 20);

  public static final Topic MODELS =
      new Topic(
          "millrace.model.reference.v1",
          1,
          null,
          Cleanup.COMPACT,
          "ModelReference",
          "The newest version of each model and where it lies, keyed by model.",
          4 << 20);

  private static final List<Topic> ALL =
      List.of(
          SIGNAL_FRAMES,
          SIGNAL_PREDICTIONS,
          SIGNAL_LATE,
          DRIFT_INSTANCES,
          DRIFT_LABELS,
          DRIFT_PREDICTIONS,
          DRIFT_REPORTS,
          DRIFT_UNMATCHED_LABELS,
          GRAPH_INTERACTIONS,
          GRAPH_PREDICTIONS,
          GRAPH_EMBEDDINGS,
          GRAPH_REPORTS,
          GRAPH_LATE,
          GRAPH_REPLICAS,
          PARAMETER_UPDATES,
          WORKER_HEARTBEATS,
          WORKER_ASSIGNMENTS,
          AGGREGATION_REPORTS,
          DEAD_LETTERS,
          MODELS);

  private Topics() {}

  /** All topics, those of signals first. */
  public static List<Topic> all() {
    return ALL;
  }

  /** All topics as a table in Markdown, for the documentation. */
  public static String table() {
    StringBuilder table =
        new StringBuilder("| topic | partitions | retention | clean-up | record | holds |\n")
            .append("| --- | --- | --- | --- | --- | --- |\n");
    for (Topic topic : ALL) {
      table
          .append("| `")
          .append(topic.name())
          .append("` | ")
          .append(topic.partitions())
          .append(" | ")
          .append(topic.retention() == null ? "for ever" : topic.retention().toDays() + " days")
          .append(" | ")
          .append(topic.cleanup().policy())
          .append(" | ")
          .append(topic.schema())
          .append(" | ")
          .append(topic.description())
          .append(" |\n");
    }
    return table.toString();
  }
}
