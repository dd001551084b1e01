/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.StateOptions;

/** Options of every job: parallelism, bundles and state. */
final class JobCheck {
  /** Key groups are numbered with 15 bits. */
  private static final int MOST_KEY_GROUPS = 32768;

  private static final long LEAST_HOT_TIER = 1 << 20;

  private JobCheck() {}

  static void check(Inspection inspection) {
    parallelism(inspection);
    inspection.atLeast(BundleOptions.SIZE, 1);
    inspection.positive(BundleOptions.LATENCY);
    inspection.positive(StateOptions.TTL);
    if (inspection.get(StateOptions.HOT_TIER_MEMORY).getBytes() < LEAST_HOT_TIER) {
      inspection.complain(
          StateOptions.HOT_TIER_MEMORY, "which holds hardly a stream", "give it at least 1 mb");
    }
  }

  private static void parallelism(Inspection inspection) {
    inspection.atLeast(JobOptions.PARALLELISM, 1);
    inspection.atLeast(JobOptions.MAX_PARALLELISM, 1);
    int maximum = inspection.get(JobOptions.MAX_PARALLELISM);
    if (maximum > MOST_KEY_GROUPS) {
      inspection.complain(
          JobOptions.MAX_PARALLELISM,
          "more key groups than Flink numbers",
          "set it to at most " + MOST_KEY_GROUPS);
    } else if (inspection.get(JobOptions.PARALLELISM) > maximum) {
      inspection.complain(
          JobOptions.PARALLELISM,
          "more than " + JobOptions.MAX_PARALLELISM.key() + " = " + maximum,
          "lower it, or raise the other where no savepoint is to be restored");
    }
  }
}
