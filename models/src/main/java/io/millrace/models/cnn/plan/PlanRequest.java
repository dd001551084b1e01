/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.Mode;

/**
 * What is asked of a plan.
 *
 * @param hop samples between two predictions, S
 * @param mode how streaming may relate to the full window
 * @param causal in signal-padding mode, whether all padding moves to the past (StreamiNNC's
 *     buffers), so that predictions need no look-ahead; otherwise layers stay centred as trained
 *     and predictions wait for the samples ahead
 */
public record PlanRequest(int hop, Mode mode, boolean causal) {
  public PlanRequest {
    if (hop < 1) {
      throw new IllegalArgumentException("hop must be at least one sample, not " + hop);
    }
    if (causal && mode != Mode.SIGNAL_PADDING) {
      throw new IllegalArgumentException(
          "causal padding changes the network: use it with mode signal-padding, not "
              + mode.label());
    }
  }

  public static PlanRequest of(int hop, Mode mode) {
    return new PlanRequest(hop, mode, false);
  }
}
