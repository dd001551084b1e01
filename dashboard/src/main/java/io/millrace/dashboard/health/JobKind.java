/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

import java.util.List;

/** The jobs, with the roles of their topics. */
public enum JobKind {
  STREAMING_CNN("streaming-cnn", "Signals", "frames", "predictions", "signals", "predictions"),
  DRIFT_MOE(
      "drift-moe",
      "Drift",
      "instances",
      "predictions",
      "drift-instances,drift-labels",
      "drift-predictions"),
  TEMPORAL_GRAPH(
      "temporal-graph",
      "Graph",
      "interactions",
      "scores",
      "graph-interactions",
      "graph-predictions"),
  PARAMETER_AGGREGATION(
      "parameter-aggregation",
      "Aggregation",
      "parts of updates",
      "rounds",
      "parameter-updates",
      "aggregation-reports");

  private final String label;
  private final String title;
  private final String eats;
  private final String gives;
  private final String inputs;
  private final String output;

  JobKind(String label, String title, String eats, String gives, String inputs, String output) {
    this.label = label;
    this.title = title;
    this.eats = eats;
    this.gives = gives;
    this.inputs = inputs;
    this.output = output;
  }

  /** As Flink and the command line name it. */
  public String label() {
    return label;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What it reads, in the plural. */
  public String eats() {
    return eats;
  }

  /** What it writes, in the plural. */
  public String gives() {
    return gives;
  }

  /** Roles of the topics that it reads. */
  public List<String> inputs() {
    return List.of(inputs.split(","));
  }

  /** Role of the topic that its results go to. */
  public String output() {
    return output;
  }
}
