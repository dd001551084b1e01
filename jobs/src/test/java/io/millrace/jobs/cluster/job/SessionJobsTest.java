/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.Libraries;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.run.RunnableJob;
import java.nio.file.Path;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionJobsTest {
  private static final RunnableJob KIND = RunnableJob.PARAMETER_AGGREGATION;
  private static final JobConfiguration DEFAULTS = JobConfiguration.defaults();
  private static final JobConfiguration OWN_IDS =
      DEFAULTS
          .with(JobOptions.NAME, "b")
          .with(KafkaOptions.GROUP_ID, "b")
          .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, "b");

  @TempDir Path folder;
  private final ScriptedJobManager manager = new ScriptedJobManager();
  private SessionJobs jobs;

  @BeforeEach
  void twoJobsOfAKindRun() {
    ClusterFolder cluster = new ClusterFolder(folder);
    cluster.create();
    run(
        cluster,
        JobRecord.of(KIND.label(), KIND, DEFAULTS).again("0a", SavepointRestoreSettings.none()));
    run(cluster, JobRecord.of("b", KIND, OWN_IDS).again("0b", SavepointRestoreSettings.none()));
    String build = Libraries.ofThisProcess().fingerprint();
    jobs = new SessionJobs(cluster, TestStates.of(build), manager, note -> {});
  }

  private void run(ClusterFolder cluster, JobRecord job) {
    new JobRecords(cluster).save(job.with(JobRecord.Phase.RUNNING));
    manager.knows(job.id(), job.name(), JobStatus.RUNNING);
  }

  @Test
  void anUpgradeMayNotTakeTheIdsOfAnotherJob() {
    assertThatThrownBy(() -> jobs.upgrade("b", DEFAULTS.with(BundleOptions.SIZE, 16), false))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(
            "millrace.kafka.transactional-id-prefix is 'millrace-parameter-aggregation', as is"
                + " that of parameter-aggregation");
    assertThat(manager.isRunning("0b")).isTrue();
  }

  @Test
  void aJobMayKeepItsOwnIds() {
    // What is checked next.
    assertThatThrownBy(() -> jobs.upgrade("0b", OWN_IDS.with(JobOptions.PARALLELISM, 99), false))
        .hasMessageContaining("millrace.job.parallelism is 99");
  }

  @Test
  void theJobThatIsNamedLikeItsKindCanBeNamed() {
    assertThat(jobs.stop("parameter-aggregation", false).id()).isEqualTo("0a");
    assertThat(jobs.stop("0b", true).savepoint()).isEqualTo(ScriptedJobManager.SAVEPOINT);
    assertThat(manager.isRunning("0a")).isFalse();
    assertThat(manager.isRunning("0b")).isFalse();
  }
}
