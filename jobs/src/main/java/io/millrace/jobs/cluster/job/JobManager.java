/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;

/**
 * What a cluster's jobs need of Flink's job manager. Each method throws a {@link ClusterException}
 * when it does not answer or does not do what it is asked.
 */
public interface JobManager extends AutoCloseable {
  /**
   * A job as the job manager tells of it.
   *
   * @param id hexadecimal
   */
  record Job(String id, String name, JobStatus status, Instant since) {}

  /** How many slots there are and how many are free. */
  record Slots(int taskManagers, int total, int free) {}

  /** Slots and task managers that have registered. */
  Slots slots();

  /** All jobs that the job manager knows, the newest first. */
  List<Job> jobs();

  /** What a job is doing; nothing when the job manager does not know it. */
  default Optional<JobStatus> status(String id) {
    return jobs().stream().filter(job -> job.id().equals(id)).map(Job::status).findFirst();
  }

  /** Hands a job over; its jars are sent with it. */
  void submit(JobGraph graph);

  /**
   * Waits until all tasks of a job run.
   *
   * @throws ClusterException when it fails, with the reason, when a task failed for the second
   *     time, or when it takes longer
   */
  void awaitRunning(String id, Duration patience);

  /** Whether all tasks of a job run now. */
  boolean isRunning(String id);

  /** Parallelism of the widest operator. */
  int parallelism(String id);

  /**
   * Ends a job with a savepoint; what it had written is committed.
   *
   * @param folder for savepoints, a URI
   * @return where the savepoint lies
   */
  String stopWithSavepoint(String id, String folder);

  /** Ends a job; it leaves its last checkpoint. */
  void cancel(String id);

  @Override
  void close();
}
