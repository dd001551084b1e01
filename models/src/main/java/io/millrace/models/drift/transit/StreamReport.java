/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.drift.evaluate.Scores;

/**
 * How a learner did on a stream of late.
 *
 * @param timeMillis event time of the last label
 * @param cause what made the report due
 * @param modelVersion the learner and how many labels it has learned, as name/number
 * @param predicted instances predicted since the stream began
 * @param judged predictions whose label came since the stream began
 * @param scores of the window
 * @param waiting instances that wait for their label
 * @param unmatched labels without an instance since the stream began
 * @param unlabelled instances whose label did not come in time since the stream began
 * @param learnerBytes heap bytes of the learner, estimated
 * @param alarm found by the last label, or null
 * @param chosen per expert: judged predictions in the window in which it had most say
 * @param right per expert: those of them that were right
 * @param routerEntropy mean over the window in nats, or NaN where the learner has no experts
 */
public record StreamReport(
    String streamId,
    long timeMillis,
    Cause cause,
    String modelVersion,
    long predicted,
    long judged,
    Scores scores,
    int waiting,
    long unmatched,
    long unlabelled,
    long learnerBytes,
    Alarm alarm,
    long[] chosen,
    long[] right,
    double routerEntropy) {

  /** What makes a report due. */
  public enum Cause {
    /** The window is full. */
    WINDOW,
    /** A drift in the middle of a window. */
    ALARM;

    /** The name in records. */
    public String label() {
      return this == WINDOW ? "window" : "alarm";
    }
  }
}
