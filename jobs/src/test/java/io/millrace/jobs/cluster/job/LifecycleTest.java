/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.job.JobRecord.Phase;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.run.RunnableJob;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
  private static final RunnableJob KIND = RunnableJob.PARAMETER_AGGREGATION;
  private static final String BEGINNING = "file:/savepoints/savepoint-0";

  @TempDir Path folder;
  private final ScriptedJobManager manager = new ScriptedJobManager();
  private JobRecords records;
  private Lifecycle lifecycle;

  @BeforeEach
  void makeTheFolder() {
    ClusterFolder cluster = new ClusterFolder(folder);
    cluster.create();
    records = new JobRecords(cluster);
    lifecycle = new Lifecycle(manager, records, new JobPlans(cluster, TestStates.of("")));
  }

  private static JobRecord job(String name) {
    return JobRecord.of(name, KIND, JobConfiguration.defaults());
  }

  private JobRecord running(String name) {
    return lifecycle.submit(job(name), SavepointRestoreSettings.forPath(BEGINNING));
  }

  private JobRecord written(String name) {
    return records.named(name).orElseThrow();
  }

  @Test
  void aJobThatIsNotAcceptedIsForgotten() {
    manager.refusals = 1;

    assertThatThrownBy(() -> running("one")).hasMessage("no answer");

    assertThat(written("one").phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void aJobThatCannotBeBroughtBackNowIsBroughtBackLater() {
    running("one");
    manager.dies();
    manager.refusals = 1;

    assertThat(lifecycle.resume().failures()).containsExactly("one: no answer");
    assertThat(records.wanted()).containsExactly(written("one"));
    assertThat(lifecycle.resume().started())
        .singleElement()
        .extracting(SessionJobs.Submitted::from)
        .isEqualTo(BEGINNING);
    assertThat(lifecycle.resume().started()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJobThatIsBroughtBackBeforeItsFirstCheckpointBeginsAsItDid(boolean dropsState) {
    lifecycle.submit(job("one"), SavepointRestoreSettings.forPath(BEGINNING, dropsState));
    manager.dies();

    lifecycle.resume();

    assertThat(manager.submitted)
        .extracting(JobGraph::getSavepointRestoreSettings)
        .containsExactly(
            SavepointRestoreSettings.forPath(BEGINNING, dropsState),
            SavepointRestoreSettings.forPath(BEGINNING, dropsState));
  }

  @Test
  void aJobThatCannotBeBroughtBackDoesNotKeepOthersFromIt() {
    JobRecord strange = job("a");
    records.save(
        new JobRecord("a", "no-such-job", "", strange.options(), null, false, Phase.RUNNING, null));
    running("b");
    manager.dies();

    Resumption resumption = lifecycle.resume();

    assertThat(resumption.failures())
        .containsExactly("a: 'a' is a 'no-such-job', a job that this build does not have");
    assertThat(resumption.started()).extracting(SessionJobs.Submitted::job).containsExactly("b");
  }

  @Test
  void aJobWhoseEndWasCutShortByTheJobManagersDeathIsBroughtBack() {
    JobRecord one = running("one");
    manager.insteadOfEnding = JobStatus.RUNNING;

    assertThatThrownBy(() -> lifecycle.end(one, true)).hasMessageContaining("did not end");
    manager.dies();

    assertThat(records.wanted()).hasSize(1);
    assertThat(lifecycle.resume().started()).hasSize(1);
  }

  @Test
  void aJobThatEndsLateStaysEnded() {
    JobRecord one = running("one");
    manager.insteadOfEnding = JobStatus.CANCELLING;

    assertThatThrownBy(() -> lifecycle.end(one, false)).hasMessageContaining("did not end");
    lifecycle.resume();
    manager.dies();

    assertThat(lifecycle.resume().started()).isEmpty();
    assertThat(written("one").phase()).isEqualTo(Phase.STOPPED);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING,RUNNING", "RESTARTING,RUNNING", "FAILED,RUNNING", "FINISHED,STOPPED"})
  void whatBecameOfAJobThatADeadProcessChangedIsFoundOut(JobStatus status, Phase phase) {
    ProcessMark dead = new ProcessMark(ProcessHandle.current().pid(), 1, "");
    JobRecord one = running("one");
    records.save(one.changedBy(dead));
    manager.knows(one.id(), "one", status);

    assertThat(lifecycle.resume()).isEqualTo(new Resumption(List.of(), List.of(), false));

    assertThat(written("one")).isEqualTo(one.with(phase));
  }

  @Test
  void aJobThatAnotherProcessChangesIsLeftToIt() {
    ProcessMark parent = ProcessMark.of(ProcessHandle.current().parent().orElseThrow(), "");
    JobRecord one = running("one").changedBy(parent);
    records.save(one);
    manager.dies();

    assertThat(lifecycle.resume()).isEqualTo(new Resumption(List.of(), List.of(), true));

    assertThat(written("one")).isEqualTo(one);
    assertThat(records.wanted()).isEmpty();
  }

  @Test
  void anotherConfigurationGoesOnFromASavepoint() {
    JobRecord old = running("one");

    JobRecord next = lifecycle.replace(old, wider(), false);

    assertThat(next.from()).isEqualTo(ScriptedJobManager.SAVEPOINT);
    assertThat(written("one")).isEqualTo(next);
    assertThat(next.phase()).isEqualTo(Phase.RUNNING);
    assertThat(next.options()).isEqualTo(wider().options());
    assertThat(manager.status(old.id())).contains(JobStatus.FINISHED);
  }

  @Test
  void theOldJobGoesOnWhenTheNewOneDoesNotRunAndDoesNotEndEither() {
    JobRecord old = running("one");
    manager.nothingRuns = true;
    manager.cancelFails = true;

    ClusterException failure =
        catchThrowableOfType(ClusterException.class, () -> lifecycle.replace(old, wider(), false));

    assertThat(failure)
        .hasMessageContaining("the old one goes on from")
        .hasRootCauseMessage("the job does not run");
    assertThat(failure.getCause().getSuppressed()).hasSize(1);
    assertThat(written("one").options()).isEqualTo(old.options());
    assertThat(written("one").phase()).isEqualTo(Phase.RUNNING);
    assertThat(written("one").from()).isEqualTo(ScriptedJobManager.SAVEPOINT);
    assertThat(manager.isRunning(written("one").id())).isTrue();
  }

  @Test
  void theOldJobGoesOnLaterWhenItCannotNow() {
    JobRecord old = running("one");
    manager.refusals = 2;

    ClusterException failure =
        catchThrowableOfType(ClusterException.class, () -> lifecycle.replace(old, wider(), false));

    assertThat(failure).hasMessageContaining("the supervisor tries that again");
    assertThat(failure.getCause().getSuppressed()).hasSize(1);
    assertThat(written("one").abandoned()).isTrue();
    assertThat(lifecycle.resume().started())
        .singleElement()
        .extracting(SessionJobs.Submitted::from)
        .isEqualTo(ScriptedJobManager.SAVEPOINT);
    assertThat(written("one").options()).isEqualTo(old.options());
  }

  private static JobRecord wider() {
    return JobRecord.of("one", KIND, JobConfiguration.defaults().with(JobOptions.PARALLELISM, 2));
  }
}
