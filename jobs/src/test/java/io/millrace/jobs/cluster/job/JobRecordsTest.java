/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.job.JobRecord.Phase;
import io.millrace.jobs.config.CheckpointOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRecordsTest {
  @TempDir Path folder;
  private ClusterFolder cluster;
  private JobRecords records;

  @BeforeEach
  void makeTheFolder() {
    cluster = new ClusterFolder(folder);
    records = new JobRecords(cluster);
    assertThat(records.all()).isEmpty();
    cluster.create();
  }

  private static JobRecord record(String name, String id, Phase phase) {
    return new JobRecord(
        name,
        "drift-moe",
        id,
        Map.of(CheckpointOptions.INTERVAL.key(), "3 s"),
        null,
        false,
        phase,
        null);
  }

  @Test
  void aJobIsFoundByNameIdAndKind() {
    records.save(record("fraud / cards", "0a", Phase.RUNNING));

    assertThat(records.find("fraud / cards")).isEqualTo(records.find("0a")).isPresent();
    assertThat(records.find("drift-moe")).isPresent();
    assertThat(records.find("streaming-cnn")).isEmpty();
    assertThat(
            records
                .named("fraud / cards")
                .orElseThrow()
                .configuration()
                .get(CheckpointOptions.INTERVAL))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theRunningOneIsMeantBeforeThoseThatEnded() {
    records.save(record("old", "0a", Phase.STOPPED));
    records.save(record("new", "0b", Phase.RUNNING));

    assertThat(records.find("drift-moe").orElseThrow().name()).isEqualTo("new");
    assertThat(SessionJobs.wanted(cluster)).containsExactly("new");
  }

  @Test
  void whoMayMeanTwoJobsIsAsked() {
    records.save(record("one", "0a", Phase.RUNNING));
    records.save(record("two", "0b", Phase.RUNNING));

    assertThatThrownBy(() -> records.find("drift-moe"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("one or two");
  }

  @Test
  void forgottenJobsAreNotWantedAnyMore() {
    records.save(record("one", "0a", Phase.RUNNING));

    SessionJobs.forget(cluster);

    assertThat(SessionJobs.wanted(cluster)).isEmpty();
    assertThat(records.named("one").orElseThrow().phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void aNameOrAnIdIsMeantBeforeAKind() {
    records.save(record("drift-moe", "0a", Phase.RUNNING));
    records.save(record("two", "0b", Phase.RUNNING));

    assertThat(records.find("drift-moe").orElseThrow().id()).isEqualTo("0a");
    assertThat(records.find("0b").orElseThrow().name()).isEqualTo("two");

    records.save(record("drift-moe", "0a", Phase.STOPPED));
    assertThat(records.find("drift-moe").orElseThrow().id()).isEqualTo("0a");
  }

  @Test
  void aJobIsWantedAgainOnceTheProcessThatChangedItIsGone() {
    ProcessMark self = ProcessMark.of(ProcessHandle.current(), "");
    records.save(record("one", "0a", Phase.RUNNING).changedBy(self));
    assertThat(SessionJobs.wanted(cluster)).isEmpty();
    assertThat(SessionJobs.anyAbandoned(cluster)).isFalse();
    assertThat(SessionJobs.allStopped(cluster)).isFalse();

    ProcessMark earlier = new ProcessMark(self.pid(), self.startedMillis() - 60_000, "");
    records.save(record("one", "0a", Phase.RUNNING).changedBy(earlier));

    assertThat(SessionJobs.wanted(cluster)).containsExactly("one");
    assertThat(SessionJobs.anyAbandoned(cluster)).isTrue();
    SessionJobs.forget(cluster);
    assertThat(SessionJobs.allStopped(cluster)).isTrue();
  }

  @Test
  void theLastCauseOfAFailureIsTold() {
    String trace =
        "java.lang.RuntimeException: outer\n\tat a.B.c(B.java:1)\nCaused by: x.Y: inner\n\tat d\n";

    assertThat(SessionClient.rootCause(trace)).isEqualTo("x.Y: inner");
    assertThat(SessionClient.rootCause("x.Y: alone\n\tat d")).isEqualTo("x.Y: alone");
  }
}
