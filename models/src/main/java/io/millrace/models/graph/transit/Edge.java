/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

import io.millrace.models.origin.Origin;

/**
 * An interaction of two nodes.
 *
 * @param edgeId or null where it has none: then nobody can tell it from a repetition
 * @param features a value per feature of the graph's edges
 * @param weight signed, where edges have one; else 1
 * @param label handed through, or null
 */
public record Edge(
    String graphId,
    String edgeId,
    NodeRef source,
    NodeRef target,
    long timeMillis,
    float[] features,
    float weight,
    String label,
    Origin origin)
    implements GraphEvent {
  /** The same edge of another graph. */
  public Edge of(String otherGraph) {
    return new Edge(
        otherGraph, edgeId, source, target, timeMillis, features, weight, label, origin);
  }
}
