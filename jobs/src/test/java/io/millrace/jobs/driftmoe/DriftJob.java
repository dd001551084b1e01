/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.TestedJob;
import java.time.Duration;
import java.util.Map;

/** The job as tests run it. */
final class DriftJob {
  static final TestedJob TESTED =
      new TestedJob(
          Map.of(
              TopicOptions.DRIFT_INSTANCES, Topics.DRIFT_INSTANCES.withPartitions(2),
              TopicOptions.DRIFT_LABELS, Topics.DRIFT_LABELS.withPartitions(2),
              TopicOptions.DRIFT_PREDICTIONS, Topics.DRIFT_PREDICTIONS,
              TopicOptions.DRIFT_REPORTS, Topics.DRIFT_REPORTS,
              TopicOptions.DRIFT_UNMATCHED_LABELS, Topics.DRIFT_UNMATCHED_LABELS,
              TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS),
          configuration ->
              configuration
                  .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
                  // Longer than a busy machine keeps a reader from its partition.
                  .with(DriftOptions.IDLE_TIMEOUT, Duration.ofSeconds(20)),
          DriftMoeJob::environment);

  private DriftJob() {}
}
