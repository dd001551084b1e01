/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.run.RunnableJob;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * What a job was submitted with, so that it can be submitted again.
 *
 * @param name in Flink, unique among the jobs that run
 * @param job which of Millrace's jobs it is
 * @param id Flink's, hexadecimal
 * @param options as they were given; without the brokers where they are the cluster's own
 * @param from the savepoint or checkpoint that it began with, or null
 * @param dropsState whether state from there that no operator wants may be dropped
 * @param changer the process that changes it, or null when none does
 */
@JsonNaming(SnakeCaseStrategy.class)
record JobRecord(
    String name,
    String job,
    String id,
    Map<String, String> options,
    String from,
    boolean dropsState,
    Phase phase,
    ProcessMark changer) {
  /** What its owner wants of it. */
  enum Phase {
    /** It shall run. */
    RUNNING,
    /** A process starts, stops or changes it, and sees to what becomes of it while it lives. */
    CHANGING,
    STOPPED;

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  JobRecord {
    options = Map.copyOf(options);
  }

  /** A job that was not submitted yet. */
  static JobRecord of(String name, RunnableJob job, JobConfiguration given) {
    return new JobRecord(
        name, job.label(), "", job.own(given).entries(), null, false, Phase.STOPPED, null);
  }

  JobRecord with(Phase next) {
    return new JobRecord(
        name, job, id, options, from, dropsState, next, next == Phase.CHANGING ? changer : null);
  }

  /** The job in the hands of a process. */
  JobRecord changedBy(ProcessMark process) {
    return new JobRecord(name, job, id, options, from, dropsState, Phase.CHANGING, process);
  }

  /** The job in nobody's hands: the supervisor finds out what became of it. */
  JobRecord released() {
    return changedBy(null);
  }

  /** The same job under another id, gone on from somewhere. */
  JobRecord again(String newId, SavepointRestoreSettings restore) {
    return new JobRecord(
        name,
        job,
        newId,
        options,
        restore.getRestorePath(),
        restore.allowNonRestoredState(),
        phase,
        changer);
  }

  /** How it began, which is how it begins once more while it has no checkpoint of its own. */
  SavepointRestoreSettings beginning() {
    return from == null
        ? SavepointRestoreSettings.none()
        : SavepointRestoreSettings.forPath(from, dropsState);
  }

  /** Whether a process that lives sees to what becomes of it. */
  boolean inHand() {
    return phase == Phase.CHANGING && changer != null && changer.isAlive();
  }

  /** Whether the process that changed it ended, or gave up, before it was done. */
  boolean abandoned() {
    return phase == Phase.CHANGING && !inHand();
  }

  /** Whether it shall run and no other process sees to that. */
  boolean shallRun() {
    return phase == Phase.RUNNING || abandoned();
  }

  /**
   * Which of Millrace's jobs it is.
   *
   * @throws ClusterException when this build has no such job
   */
  RunnableJob kind() {
    return RunnableJob.named(job)
        .orElseThrow(
            () ->
                new ClusterException(
                    "'" + name + "' is a '" + job + "', a job that this build does not have"));
  }

  JobConfiguration configuration() {
    return JobConfiguration.of(new TreeMap<>(options));
  }

  /** Whether somebody who gives this word means this job and no other. */
  boolean isCalled(String nameOrId) {
    return name.equals(nameOrId) || id.equals(nameOrId);
  }
}
