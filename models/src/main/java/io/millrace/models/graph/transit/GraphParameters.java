/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

import io.millrace.models.origin.Origin;

/**
 * What a graph's learner has in common with those of others: from time to time it tells its
 * parameters, or how far they moved since the last time, to be merged with those of others.
 *
 * @param timeMillis event time of the last edge learned
 * @param learned edges since the last time: its weight in an average
 * @param delta whether values are differences; else they are parameters
 * @param sequence edges that had their turn before
 * @param base the version of the merged model that the learner went on from, 0 for none
 */
public record GraphParameters(
    String graphId,
    long timeMillis,
    long learned,
    boolean delta,
    long sequence,
    long base,
    float[] values,
    Origin origin)
    implements GraphEvent {
  /** Parameters of no particular place in a learner's history. */
  public GraphParameters(
      String graphId, long timeMillis, long learned, boolean delta, float[] values, Origin origin) {
    this(graphId, timeMillis, learned, delta, 0, 0, values, origin);
  }
}
