/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

/**
 * The embedding of a node after an edge, or that it has none any longer.
 *
 * @param node that is known by its id alone when it is gone
 * @param timeMillis event time of the edge, or of when the node was forgotten
 * @param values of the embedding; empty when the node is gone
 * @param modelVersion name, and number of edges learned
 */
public record NodeVector(
    String graphId, NodeRef node, long timeMillis, float[] values, String modelVersion) {
  private static final float[] NONE = new float[0];

  /** A node was forgotten, and its embedding with it. */
  public static NodeVector gone(String graphId, long id, long timeMillis, String modelVersion) {
    return new NodeVector(graphId, NodeRef.of(id), timeMillis, NONE, modelVersion);
  }

  /** Whether the node was forgotten. */
  public boolean isGone() {
    return values.length == 0;
  }
}
