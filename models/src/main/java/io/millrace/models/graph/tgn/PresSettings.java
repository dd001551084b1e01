/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

/**
 * Prediction and correction of memories, for large temporal batches.
 *
 * @param gate share of the cell's value in the corrected memory at first, in (0, 1); learned
 * @param coherence weight of the memory coherence loss, 0 or more
 */
public record PresSettings(double gate, double coherence) {
  public PresSettings {
    if (!(gate > 0 && gate < 1) || !(coherence >= 0) || Double.isInfinite(coherence)) {
      throw new IllegalArgumentException(
          "gate=%s, coherence=%s: give a share between 0 and 1, and a weight of at least 0"
              .formatted(gate, coherence));
    }
  }

  /** Gate 0.9, coherence 0.1. */
  public static PresSettings standard() {
    return new PresSettings(0.9, 0.1);
  }
}
