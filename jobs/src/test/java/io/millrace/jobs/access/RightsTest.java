/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.topics.Right;
import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.run.RunnableJob;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {
  @Test
  void namesFollowTheConfiguration() {
    assertThat(rights("streaming-cnn", "kafka.group-id=g", "topics.signals=ward"))
        .contains("Read on topic ward", "Read on group g", "Read on group g-models")
        .contains("Write on transactional id millrace-streaming-cnn-predictions*")
        .hasSize(13)
        .noneMatch(right -> right.contains("signal.frame"));
  }

  @Test
  void withoutTransactionsSinksOnlyWrite() {
    assertThat(rights("streaming-cnn", "kafka.delivery=at-least-once"))
        .contains("Write on topic millrace.signal.prediction.v1")
        .doesNotContain("Read on topic millrace.signal.prediction.v1")
        .noneMatch(right -> right.contains("transactional"))
        .hasSize(7);
  }

  @Test
  void sharingAndCuttingNeedMore() {
    assertThat(rights("drift-moe")).noneMatch(right -> right.contains("parameter.update"));
    assertThat(rights("drift-moe", "share.model=m", "share.every=10", "share.follow=true"))
        .contains(
            "Write on topic millrace.parameter.update.v1",
            "Read on topic millrace.model.reference.v1",
            "Read on group millrace-drift-moe-models",
            "Write on transactional id millrace-drift-moe-drift-parameter-updates*");
    assertThat(rights("temporal-graph")).noneMatch(right -> right.contains("graph.replica"));
    assertThat(rights("temporal-graph", "graph.partitions=4"))
        .contains(
            "Read on topic millrace.graph.replica.v1",
            "Write on topic millrace.graph.replica.v1",
            "Read on group millrace-temporal-graph-replicas")
        .doesNotHaveDuplicates();
  }

  @Test
  void aRightIsACallOfKafkasTool() {
    Right right =
        RunnableJob.named("parameter-aggregation")
            .orElseThrow()
            .rights(JobConfiguration.defaults().named("parameter-aggregation"))
            .stream()
            .filter(Right::prefixed)
            .findFirst()
            .orElseThrow();
    assertThat(right.command("User:merge"))
        .isEqualTo(
            "--add --allow-principal 'User:merge' --operation Write --transactional-id"
                + " 'millrace-parameter-aggregation-aggregated-models' --resource-pattern-type prefixed");
    assertThat(right.acl("User:merge").entry().principal()).isEqualTo("User:merge");
    assertThat(right.purpose()).isNotBlank();
  }

  private static List<String> rights(String job, String... overrides) {
    RunnableJob known = RunnableJob.named(job).orElseThrow();
    JobConfiguration configuration = ConfigurationLoader.load(null, Arrays.asList(overrides));
    return known.rights(known.own(configuration)).stream().map(Right::toString).toList();
  }
}
