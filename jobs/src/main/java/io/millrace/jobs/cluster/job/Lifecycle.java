/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.job.JobRecord.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * All transitions of a job. Before the job manager is asked for one, the record says that this
 * process has the job in hand; afterwards it says what is wanted of the job now. So there is no
 * moment at which a job is forgotten, whoever dies then:
 *
 * <pre>
 *          accepted           refused                           this process died
 * submit   running            stopped                           running
 * end      stopped            released                          released
 * replace  running, the new   running, the old, from savepoint  running, from savepoint
 * resume   running            running                           running
 * </pre>
 *
 * Whoever resumes settles what was released: a job that has ended is stopped, any other runs.
 */
final class Lifecycle {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Set<JobStatus> ENDED =
      EnumSet.of(JobStatus.CANCELLING, JobStatus.CANCELED, JobStatus.FINISHED);

  private final JobManager manager;
  private final JobRecords records;
  private final JobPlans plans;
  private final ProcessMark self = ProcessMark.of(ProcessHandle.current(), "");

  Lifecycle(JobManager manager, JobRecords records, JobPlans plans) {
    this.manager = manager;
    this.records = records;
    this.plans = plans;
  }

  /**
   * Starts a job and waits until it runs.
   *
   * @throws ClusterException when it is not accepted, or does not come to run; then it stays
   */
  JobRecord submit(JobRecord record, SavepointRestoreSettings restore) {
    JobRecord started = settle(launch(record, restore, Phase.STOPPED), Phase.RUNNING);
    manager.awaitRunning(started.id(), START);
    return started;
  }

  /**
   * Ends a job.
   *
   * @return the savepoint; nothing when none was to be taken
   */
  Optional<String> end(JobRecord record, boolean savepoint) {
    Optional<String> place = halt(record, savepoint);
    settle(record, Phase.STOPPED);
    return place;
  }

  /** Ends a job that has no record. */
  Optional<String> end(String id, boolean savepoint) {
    return halt(id, plans.checkpoints(), savepoint);
  }

  /**
   * Ends a job with a savepoint and starts another in its place from there. When that one does not
   * come to run, the old one goes on.
   *
   * @throws ClusterException when the old one could not be ended, or the new one did not run
   */
  JobRecord replace(JobRecord old, JobRecord next, boolean dropState) {
    String savepoint = halt(old, true).orElseThrow();
    records.save(unknown(old, SavepointRestoreSettings.forPath(savepoint)));
    try {
      JobRecord started =
          launch(next, SavepointRestoreSettings.forPath(savepoint, dropState), Phase.CHANGING);
      manager.awaitRunning(started.id(), START);
      return settle(started, Phase.RUNNING);
    } catch (RuntimeException e) {
      throw goBack(old, savepoint, e);
    }
  }

  private ClusterException goBack(JobRecord old, String savepoint, RuntimeException failure) {
    try {
      endIfKnown(current(old).id());
    } catch (RuntimeException e) {
      // It is ending, or ended by itself, or the job manager is lost and the job with it.
      failure.addSuppressed(e);
    }
    SavepointRestoreSettings restore = SavepointRestoreSettings.forPath(savepoint);
    records.save(unknown(old, restore));
    try {
      JobRecord again = settle(launch(old, restore, Phase.CHANGING), Phase.RUNNING);
      return new ClusterException(
          "the new configuration did not run; the old one goes on from "
              + savepoint
              + " as job "
              + again.id(),
          failure);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      records.save(current(old).released());
      return new ClusterException(
          "the new configuration did not run, and the old one could not be started: the supervisor"
              + " tries that again, from "
              + savepoint,
          failure);
    }
  }

  /** A job in hand under an id that nobody knows: whoever finds this record has to start it. */
  private JobRecord unknown(JobRecord record, SavepointRestoreSettings restore) {
    return record.again(new JobID().toHexString(), restore).changedBy(self);
  }

  private void endIfKnown(String id) {
    if (manager.status(id).filter(status -> !status.isGloballyTerminalState()).isPresent()) {
      manager.cancel(id);
    }
  }

  /**
   * Starts what should run and the job manager does not know, each from its newest state. What
   * cannot be started does not keep others from it.
   *
   * @throws ClusterException when the job manager does not answer
   */
  Resumption resume() {
    Map<String, JobStatus> known =
        manager.jobs().stream()
            .collect(Collectors.toMap(JobManager.Job::id, JobManager.Job::status));
    List<SessionJobs.Submitted> started = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    boolean changing = false;
    for (JobRecord record : records.all()) {
      if (record.inHand() && !self.equals(record.changer())) {
        changing = true;
      } else if (record.phase() != Phase.STOPPED) {
        JobStatus status = known.get(record.id());
        if (record.phase() == Phase.CHANGING) {
          settle(record, ENDED.contains(status) ? Phase.STOPPED : Phase.RUNNING);
        }
        if (status == null) {
          try {
            started.add(resume(record));
          } catch (RuntimeException e) {
            failures.add(record.name() + ": " + e.getMessage());
          }
        }
      }
    }
    return new Resumption(started, failures, changing);
  }

  private SessionJobs.Submitted resume(JobRecord record) {
    SavepointRestoreSettings restore =
        RetainedState.newest(plans.checkpoints(record), record.id())
            .map(RetainedState::restore)
            .orElseGet(record::beginning);
    JobRecord again = settle(launch(record, restore, Phase.RUNNING), Phase.RUNNING);
    return new SessionJobs.Submitted(again.name(), again.id(), again.from());
  }

  /**
   * Submits a job under a new id.
   *
   * @param refused what is wanted of the job when it was not accepted
   * @return the record, still in hand
   */
  private JobRecord launch(JobRecord record, SavepointRestoreSettings restore, Phase refused) {
    JobGraph plan = plans.plan(record);
    plan.setSavepointRestoreSettings(restore);
    // First the record: a job that runs without one would be lost with the job manager.
    JobRecord launched = record.again(plan.getJobID().toHexString(), restore).changedBy(self);
    records.save(launched);
    try {
      manager.submit(plan);
    } catch (RuntimeException e) {
      settle(launched, refused);
      throw e;
    }
    return launched;
  }

  /** Ends a job; its record is in hand afterwards. */
  private Optional<String> halt(JobRecord record, boolean savepoint) {
    String folder = plans.checkpoints(record);
    records.save(record.changedBy(self));
    try {
      return halt(record.id(), folder, savepoint);
    } catch (RuntimeException e) {
      records.save(record.released());
      throw e;
    }
  }

  private Optional<String> halt(String id, String folder, boolean savepoint) {
    if (savepoint) {
      return Optional.of(manager.stopWithSavepoint(id, RetainedState.savepoints(folder)));
    }
    manager.cancel(id);
    return Optional.empty();
  }

  private JobRecord current(JobRecord record) {
    return records.named(record.name()).orElse(record);
  }

  private JobRecord settle(JobRecord record, Phase phase) {
    JobRecord settled = record.with(phase);
    records.save(settled);
    return settled;
  }
}
