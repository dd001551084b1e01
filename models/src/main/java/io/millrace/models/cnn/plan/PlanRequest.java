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
 * @param carry in signal-padding mode, whether recurrent layers carry their state across hops, as
 *     continual inference networks do; otherwise they are recomputed over the window's features
 *     from their initial state
 */
public record PlanRequest(int hop, Mode mode, boolean causal, boolean carry) {
  public PlanRequest {
    if (hop < 1) {
      throw new IllegalArgumentException("hop must be at least one sample, not " + hop);
    }
    if ((causal || carry) && mode != Mode.SIGNAL_PADDING) {
      throw new IllegalArgumentException(
          (causal ? "causal padding" : "carrying recurrent state")
              + " changes what the network computes: use it with mode signal-padding, not "
              + mode.label());
    }
  }

  public static PlanRequest of(int hop, Mode mode) {
    return new PlanRequest(hop, mode, false, false);
  }

  /** The same with all padding in the past. */
  public PlanRequest withCausalPadding() {
    return new PlanRequest(hop, mode, true, carry);
  }

  /** The same with recurrent state carried across hops. */
  public PlanRequest withCarriedState() {
    return new PlanRequest(hop, mode, causal, true);
  }
}
