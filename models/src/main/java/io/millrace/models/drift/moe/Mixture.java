/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.learner.Learner;

/** A learner that consists of others and can say which of them spoke. */
public interface Mixture extends Learner {
  /** How many experts there are. */
  int experts();

  /** The expert with the most say in the last vote. */
  int chosen();

  /** Entropy of the experts' weights in the last vote, in nats, 0 to ln(experts). */
  double routingEntropy();
}
