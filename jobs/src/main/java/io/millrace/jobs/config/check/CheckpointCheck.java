/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.OptionTypes;
import java.time.Duration;

/** Checkpoints, and what exactly-once delivery and bundles need of them. */
final class CheckpointCheck {
  private CheckpointCheck() {}

  static void check(Inspection inspection) {
    inspection.atLeast(CheckpointOptions.RESTART_ATTEMPTS, 0);
    inspection.notNegative(CheckpointOptions.INTERVAL);
    inspection.notNegative(CheckpointOptions.MAX_DOWNTIME);
    inspection.notNegative(CheckpointOptions.RESTART_DELAY);
    inspection.positive(CheckpointOptions.TIMEOUT);
    if (inspection.get(KafkaOptions.DELIVERY) == Guarantee.EXACTLY_ONCE) {
      transactions(inspection);
    }
    bundles(inspection);
  }

  private static void transactions(Inspection inspection) {
    Duration interval = inspection.get(CheckpointOptions.INTERVAL);
    if (interval.isZero()) {
      inspection.complain(
          KafkaOptions.DELIVERY,
          "but " + CheckpointOptions.INTERVAL.key() + " = 0 never ends a transaction",
          "set an interval such as 10 s, or deliver at-least-once");
    }
    if (inspection.get(CheckpointOptions.MODE) != Guarantee.EXACTLY_ONCE) {
      inspection.complain(
          KafkaOptions.DELIVERY,
          "but " + CheckpointOptions.MODE.key() + " lets state count records twice",
          "set the mode to exactly-once, or deliver at-least-once");
    }
    Duration covered = interval.plus(inspection.get(CheckpointOptions.MAX_DOWNTIME));
    if (inspection.get(KafkaOptions.TRANSACTION_TIMEOUT).compareTo(covered) <= 0) {
      inspection.complain(
          KafkaOptions.TRANSACTION_TIMEOUT,
          "not more than "
              + CheckpointOptions.INTERVAL.key()
              + " + "
              + CheckpointOptions.MAX_DOWNTIME.key()
              + " = "
              + OptionTypes.text(covered)
              + ", so that results could be lost after a failure",
          "raise it above that, or lower "
              + CheckpointOptions.MAX_DOWNTIME.key()
              + " if the job is never down so long");
    }
    inspection.notBlank(KafkaOptions.TRANSACTIONAL_ID_PREFIX);
  }

  private static void bundles(Inspection inspection) {
    Duration interval = inspection.get(CheckpointOptions.INTERVAL);
    if (!interval.isZero() && inspection.get(BundleOptions.LATENCY).compareTo(interval) >= 0) {
      inspection.complain(
          BundleOptions.LATENCY,
          "but every checkpoint completes the bundles already, each "
              + OptionTypes.text(interval)
              + " ("
              + CheckpointOptions.INTERVAL.key()
              + ")",
          "set it well below, such as 20 ms");
    }
  }
}
