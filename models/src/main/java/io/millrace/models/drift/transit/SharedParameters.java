/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.origin.Origin;

/**
 * What the parts of a split stream have in common. A part puts its own parameters out from time to
 * time; whoever averages them sends the average to each part, as the same record, and it replaces
 * the part's parameters at once, between two events.
 *
 * @param streamId the stream that is split
 * @param part from 0
 * @param timeMillis event time of the last label learned
 * @param learned labels that the part has learned
 * @param since labels of them since it put its parameters out the last time: its weight in an
 *     average
 * @param base the version of the average that the part went on from, 0 for none
 * @param values as {@link io.millrace.models.follow.Shareable#parameters} gives them
 */
public record SharedParameters(
    String streamId,
    int part,
    long timeMillis,
    long learned,
    long since,
    long base,
    float[] values,
    Origin origin)
    implements DriftEvent {
  /** An average, to be taken over. */
  public SharedParameters(
      String streamId, int part, long timeMillis, long learned, float[] values, Origin origin) {
    this(streamId, part, timeMillis, learned, learned, 0, values, origin);
  }

  /** Empty: parameters belong to no instance. */
  @Override
  public String instanceId() {
    return "";
  }
}
