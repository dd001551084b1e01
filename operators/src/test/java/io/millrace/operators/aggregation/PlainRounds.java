/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import java.util.Map;

/** Settings for tests of rounds: a plain mean. */
final class PlainRounds {
  static final Rounds ROUNDS = late(Late.APPLY);

  private PlainRounds() {}

  static AggregationSettings settings(String trigger) {
    return AggregationSettings.of("fedavg", Map.of(), Triggers.parse(trigger)).withRounds(ROUNDS);
  }

  /** The same rounds with another way with latecomers. */
  static Rounds late(Late late) {
    return new Rounds(late, 2, 1, true, false, 0, false, 1000);
  }
}
