/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

import java.util.random.RandomGenerator;

/** Writes the updates of malicious workers. */
public interface Attack {
  /**
   * What attackers know.
   *
   * @param honest updates of this round, at least one
   * @param earlier honest updates of an earlier round, at least one
   * @param random theirs, seeded by the caller
   */
  @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
  record Scene(float[][] honest, float[][] earlier, RandomGenerator random) {}

  /** Sets all malicious updates; they have the length of the honest ones. */
  void craft(Scene scene, float[][] malicious);
}
