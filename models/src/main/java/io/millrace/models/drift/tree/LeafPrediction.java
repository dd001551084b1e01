/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

/** How a leaf votes. */
public enum LeafPrediction {
  /** With the weights of the classes it has seen. */
  MAJORITY,
  /** With naive Bayes over its statistics. */
  NAIVE_BAYES,
  /** With whichever of the two has been right more often in that leaf; naive Bayes when equal. */
  ADAPTIVE
}
