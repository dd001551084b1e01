/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.models.graph.transit.Edge;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Partitions without exchange say, float for float, what as many models say on their own. */
class PartitionedRecoveryITCase extends PartitionedRecoveryContract {
  PartitionedRecoveryITCase() {
    super(Duration.ZERO);
  }

  @Override
  protected void assertUndisturbed(
      JobHarness jobs, JobConfiguration configuration, GraphScript script) {
    Map<String, List<LinkPrediction>> predictions = byPartition(jobs, configuration, script);
    Map<String, List<Edge>> cut = cut(configuration, script);
    assertEachOnce(predictions, cut);
    cut.forEach(
        (key, edges) ->
            assertThat(predictions.get(key).stream().map(LinkPrediction::getScore).toList())
                .as("scores of %s", key)
                .isEqualTo(script.offline(configuration, key, edges)));
  }
}
