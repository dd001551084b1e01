/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.signal.Origin;

/**
 * What the parts of a split stream have in common. A part puts its own parameters out from time to
 * time; whoever averages them sends the average to each part, as the same record, and it replaces
 * the part's parameters at once, between two events.
 *
 * @param streamId the stream that is split
 * @param part from 0
 * @param timeMillis event time of the last label learned
 * @param learned labels that the part has learned: its weight in an average
 * @param values as {@link io.millrace.models.drift.learner.Shareable#parameters} gives them
 */
public record SharedParameters(
    String streamId, int part, long timeMillis, long learned, float[] values, Origin origin)
    implements DriftEvent {
  /** Empty: parameters belong to no instance. */
  @Override
  public String instanceId() {
    return "";
  }
}
