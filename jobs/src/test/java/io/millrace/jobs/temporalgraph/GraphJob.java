/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.TestedJob;
import java.time.Duration;
import java.util.Map;

/** The job as tests run it. */
final class GraphJob {
  static final TestedJob TESTED =
      new TestedJob(
          Map.of(
              TopicOptions.GRAPH_INTERACTIONS, Topics.GRAPH_INTERACTIONS.withPartitions(2),
              TopicOptions.GRAPH_PREDICTIONS, Topics.GRAPH_PREDICTIONS,
              TopicOptions.GRAPH_EMBEDDINGS, Topics.GRAPH_EMBEDDINGS,
              TopicOptions.GRAPH_REPORTS, Topics.GRAPH_REPORTS,
              TopicOptions.GRAPH_LATE, Topics.GRAPH_LATE,
              TopicOptions.GRAPH_REPLICAS, Topics.GRAPH_REPLICAS.withPartitions(2),
              TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS),
          configuration ->
              configuration
                  .with(GraphOptions.DISORDER_BOUND, Duration.ZERO)
                  // Longer than a busy machine keeps a reader from its partition.
                  .with(GraphOptions.IDLE_TIMEOUT, Duration.ofSeconds(20)),
          TemporalGraphJob::environment);

  private GraphJob() {}
}
