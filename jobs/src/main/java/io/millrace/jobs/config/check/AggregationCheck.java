/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.signature.Verifier;
import io.millrace.models.aggregation.trigger.Triggers;

/** Rules and triggers of aggregation, its bounds and who may sign updates. */
final class AggregationCheck {
  private static final long MOST_INLINE = 512 << 10;

  private AggregationCheck() {}

  static void check(Inspection inspection) {
    rule(inspection);
    trigger(inspection);
    signers(inspection);
    inspection.atLeast(AggregationOptions.MAX_STALENESS, 0);
    inspection.atLeast(AggregationOptions.MIN_UPDATES, 1);
    inspection.atLeast(AggregationOptions.MAX_PENDING, 1);
    inspection.atLeast(AggregationOptions.REMEMBERED, 1);
    inspection.atLeast(AggregationOptions.MAX_WORKERS, 1);
    inspection.notNegative(AggregationOptions.ROUND_LENGTH);
    inspection.notNegative(AggregationOptions.DISORDER_BOUND);
    inspection.notNegative(AggregationOptions.IDLE_TIMEOUT);
    inspection.notNegative(AggregationOptions.MAX_AHEAD);
    inspection.positive(AggregationOptions.WORKER_TIMEOUT);
    inspection.positive(AggregationOptions.PENDING_TIMEOUT);
    if (!(inspection.get(AggregationOptions.MAX_NORM) > 0)) {
      inspection.complain(AggregationOptions.MAX_NORM, "not more than nothing", "set it above 0");
    }
    if (inspection.get(AggregationOptions.INLINE).getBytes() > MOST_INLINE) {
      inspection.complain(
          AggregationOptions.INLINE,
          "more than a record of the models topic holds",
          "set it to at most 512 kb");
    }
  }

  private static void rule(Inspection inspection) {
    try {
      RuleCatalogue.strategy(
          inspection.get(AggregationOptions.RULE), inspection.get(AggregationOptions.PARAMETERS));
    } catch (IllegalArgumentException e) {
      inspection.complain(
          AggregationOptions.RULE, e.getMessage(), "write it as fedavg or nnm+trimmed-mean");
    }
  }

  private static void trigger(Inspection inspection) {
    try {
      Triggers.parse(inspection.get(AggregationOptions.TRIGGER));
    } catch (IllegalArgumentException e) {
      inspection.complain(
          AggregationOptions.TRIGGER, e.getMessage(), "write it as count(20) | deadline(60 s)");
    }
  }

  private static void signers(Inspection inspection) {
    try {
      Verifier.of(inspection.get(AggregationOptions.KEYS));
    } catch (IllegalArgumentException e) {
      inspection.complainOfKey(AggregationOptions.KEYS.key(), e);
    }
  }
}
