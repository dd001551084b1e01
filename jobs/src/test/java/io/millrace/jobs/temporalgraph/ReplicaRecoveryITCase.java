/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.operators.graph.PartitionKeys;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.NodeReplica;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Partitions that tell each other of nodes: when replicas are merged depends on checkpoints, but
 * each is told once, taken once, and none is missing.
 */
class ReplicaRecoveryITCase extends PartitionedRecoveryContract {
  ReplicaRecoveryITCase() {
    super(Duration.ofMillis(600));
  }

  @Override
  protected void assertUndisturbed(
      JobHarness jobs, JobConfiguration configuration, GraphScript script) {
    Map<String, List<LinkPrediction>> predictions = byPartition(jobs, configuration, script);
    assertEachOnce(predictions, cut(configuration, script));
    assertThat(predictions.values())
        .allMatch(own -> own.stream().allMatch(p -> p.getScore() >= 0 && p.getScore() <= 1));

    Map<String, Long> told = new HashMap<>();
    for (NodeReplica replica :
        jobs.await(configuration, TopicOptions.GRAPH_REPLICAS, NodeReplica.class, 100)) {
      assertThat(PartitionKeys.partition(replica.getPartitionId()))
          .isNotEqualTo(replica.getFromPartition());
      String link = replica.getFromPartition() + " to " + replica.getPartitionId();
      assertThat(replica.getNumber()).as(link).isEqualTo(told.merge(link, 1L, Long::sum));
    }
    assertThat(told.keySet().stream().filter(link -> link.contains("g0#"))).hasSize(6);

    long taken = 0;
    int cuts = 0;
    for (GraphReport report :
        jobs.await(configuration, TopicOptions.GRAPH_REPORTS, GraphReport.class, 20)) {
      Map<String, String> more = report.getMetadata();
      if (more.containsKey("balance")) {
        cuts++;
        assertThat(more.get("partitions")).isEqualTo("3");
        assertThat(Double.parseDouble(more.get("replication"))).isBetween(1.0, 3.0);
        assertThat(Double.parseDouble(more.get("balance"))).isBetween(1.0, 1.5);
      } else {
        assertThat(more).containsEntry("replicas_missing", "0");
        taken = Math.max(taken, Long.parseLong(more.get("replicas_taken")));
      }
    }
    assertThat(cuts).isGreaterThan(20);
    assertThat(taken).isPositive();
    assertThat(jobs.deadLetters(configuration, 0)).isEmpty();
  }
}
