/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

/** Where edges that did not come are drawn from. */
public enum Negatives {
  /** The source, with any target of the whole file. */
  RANDOM,
  /** Pairs that came in training, and not in this batch (Poursafaei et al., NeurIPS 2022). */
  HISTORICAL,
  /** Pairs that came since training and before this batch, never in training. */
  INDUCTIVE
}
