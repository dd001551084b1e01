/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.learner.Learner;

/** Makes the experts of a mixture. */
@FunctionalInterface
public interface ExpertFactory {
  /**
   * @param classes the expert will be asked for
   * @param seed of its own
   */
  Learner create(int classes, long seed);
}
