/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

/** Why an edge, parameters or a replica cannot be taken in. */
public enum EdgeFault {
  GRAPH_ID("graph-id"),
  NODE("node"),
  TIME("time"),
  FEATURES("features"),
  WEIGHT("weight"),
  TEXT("text"),
  PARAMETERS("parameters"),
  REPLICA("replica");

  private final String label;

  EdgeFault(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
