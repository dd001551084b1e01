/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import io.millrace.models.piece.Piecewise;

/**
 * An online classifier. For one thread. Deterministic: two learners of the same settings and seed,
 * fed the same calls, agree bit for bit, and so do one and its copy restored from pieces.
 */
public interface Learner extends Piecewise {
  /**
   * Votes on an instance. Changes nothing that a later vote depends on.
   *
   * @param x attribute values, one each; nominal ones are codes; NaN is missing; infinite ones
   *     count as missing
   * @param into cleared first; holds a vote per class seen so far
   */
  void vote(double[] x, Votes into);

  /**
   * Learns an instance whose label is known.
   *
   * @param label 0 or more; labels not seen before are welcome
   * @param weight above 0
   */
  void learn(double[] x, int label, double weight);

  /** Heap bytes of the state, estimated. */
  long heapBytes();
}
