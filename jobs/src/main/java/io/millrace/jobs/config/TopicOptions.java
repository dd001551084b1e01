/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** The topics that the jobs read and write. */
public final class TopicOptions {
  public static final ConfigOption<String> SIGNALS =
      topic("signals", Topics.SIGNAL_FRAMES, "Signal frames, keyed by stream id; read.");

  public static final ConfigOption<String> PREDICTIONS =
      topic("predictions", Topics.SIGNAL_PREDICTIONS, "Predictions, keyed by stream id.");

  public static final ConfigOption<String> LATE =
      topic("late", Topics.SIGNAL_LATE, "Frames that came too late, as they were.");

  public static final ConfigOption<String> DEAD_LETTERS =
      topic(
          "dead-letters",
          Topics.DEAD_LETTERS,
          "Records that could not be processed: bytes, origin and reason.");

  public static final ConfigOption<String> MODELS =
      topic(
          "models",
          Topics.MODELS,
          "References to models that replace the served one; compacted, read by every instance.");

  public static final ConfigOption<String> DRIFT_INSTANCES =
      topic(
          "drift-instances",
          Topics.DRIFT_INSTANCES,
          "Instances to classify, keyed by stream id; read by `drift-moe`.");

  public static final ConfigOption<String> DRIFT_LABELS =
      topic(
          "drift-labels",
          Topics.DRIFT_LABELS,
          "Labels that come after their instances, keyed by stream id; read by `drift-moe`.");

  public static final ConfigOption<String> DRIFT_PREDICTIONS =
      topic(
          "drift-predictions",
          Topics.DRIFT_PREDICTIONS,
          "What the learner said of each instance, keyed by stream id.");

  public static final ConfigOption<String> DRIFT_REPORTS =
      topic(
          "drift-reports",
          Topics.DRIFT_REPORTS,
          "How the learner of each stream does, and drifts, keyed by stream id.");

  public static final ConfigOption<String> DRIFT_UNMATCHED_LABELS =
      topic(
          "drift-unmatched-labels",
          Topics.DRIFT_UNMATCHED_LABELS,
          "Labels that nothing was learned from, with the reason.");

  public static final ConfigOption<String> GRAPH_INTERACTIONS =
      topic(
          "graph-interactions",
          Topics.GRAPH_INTERACTIONS,
          "Timestamped edges, keyed by graph id; read by `temporal-graph`.");

  public static final ConfigOption<String> GRAPH_PREDICTIONS =
      topic(
          "graph-predictions",
          Topics.GRAPH_PREDICTIONS,
          "What the model said of each edge, keyed by graph id.");

  public static final ConfigOption<String> GRAPH_EMBEDDINGS =
      topic(
          "graph-embeddings",
          Topics.GRAPH_EMBEDDINGS,
          "The newest embedding of each node, keyed by graph id and node; compacted.");

  public static final ConfigOption<String> GRAPH_REPORTS =
      topic(
          "graph-reports",
          Topics.GRAPH_REPORTS,
          "How the model of each graph does, keyed by graph id.");

  public static final ConfigOption<String> GRAPH_LATE =
      topic("graph-late", Topics.GRAPH_LATE, "Edges that came too late, as they were.");

  public static final ConfigOption<String> GRAPH_REPLICAS =
      topic(
          "graph-replicas",
          Topics.GRAPH_REPLICAS,
          "What partitions of a graph tell each other of nodes; written and read by"
              + " `temporal-graph` where graphs are cut. A job wants one of its own.");

  public static final ConfigOption<String> PARAMETER_UPDATES =
      topic(
          "parameter-updates",
          Topics.PARAMETER_UPDATES,
          "Updates of models, keyed by worker; read by `parameter-aggregation`.");

  public static final ConfigOption<String> WORKER_HEARTBEATS =
      topic(
          "worker-heartbeats",
          Topics.WORKER_HEARTBEATS,
          "Workers that take part or leave, keyed by worker; read by `parameter-aggregation`.");

  public static final ConfigOption<String> WORKER_ASSIGNMENTS =
      topic(
          "worker-assignments",
          Topics.WORKER_ASSIGNMENTS,
          "What workers are asked to do next, keyed by worker.");

  public static final ConfigOption<String> AGGREGATION_REPORTS =
      topic(
          "aggregation-reports",
          Topics.AGGREGATION_REPORTS,
          "How each round of aggregation went, keyed by model.");

  private static final List<ConfigOption<String>> ALL =
      List.of(
          SIGNALS,
          PREDICTIONS,
          LATE,
          DEAD_LETTERS,
          MODELS,
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
          AGGREGATION_REPORTS);

  static final OptionGroup GROUP =
      OptionGroup.of(
          "topics",
          "The topics that the jobs read and write.",
          ALL.toArray(ConfigOption<?>[]::new));

  private TopicOptions() {}

  /** Those of all jobs, in the order of the reference page. */
  public static List<ConfigOption<String>> all() {
    return ALL;
  }

  /** The topic of an option, under the name that a configuration gives it. */
  public static Topic of(JobConfiguration configuration, ConfigOption<String> option) {
    return Topics.all().stream()
        .filter(topic -> topic.name().equals(option.defaultValue()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(option.key() + " names no topic"))
        .withName(configuration.get(option));
  }

  private static ConfigOption<String> topic(String name, Topic topic, String description) {
    return key("millrace.topics." + name)
        .stringType()
        .defaultValue(topic.name())
        .withDescription(description);
  }
}
