/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A job manager that does what a test says. */
final class ScriptedJobManager implements JobManager {
  static final String SAVEPOINT = "file:/savepoints/savepoint-1";

  private record Entry(String name, JobStatus status) {}

  private final Map<String, Entry> jobs = new LinkedHashMap<>();
  final List<JobGraph> submitted = new ArrayList<>();

  /** How many submissions fail before one is accepted. */
  int refusals;

  /** What becomes of a job that is told to end and does not in time; null where all end. */
  JobStatus insteadOfEnding;

  /** Whether jobs are accepted and then fail. */
  boolean nothingRuns;

  /** Whether a job that is cancelled turns out to have ended by itself. */
  boolean cancelFails;

  void knows(String id, String name, JobStatus status) {
    jobs.put(id, new Entry(name, status));
  }

  /** Another process takes its place. */
  void dies() {
    jobs.clear();
  }

  @Override
  public Slots slots() {
    return new Slots(1, 8, 8);
  }

  @Override
  public List<Job> jobs() {
    return jobs.entrySet().stream()
        .map(
            job ->
                new Job(
                    job.getKey(), job.getValue().name(), job.getValue().status(), Instant.EPOCH))
        .toList();
  }

  @Override
  public void submit(JobGraph graph) {
    if (refusals > 0) {
      refusals--;
      throw new ClusterException("no answer");
    }
    submitted.add(graph);
    knows(graph.getJobID().toHexString(), graph.getName(), JobStatus.RUNNING);
  }

  @Override
  public void awaitRunning(String id, Duration patience) {
    if (nothingRuns) {
      throw new ClusterException("the job does not run");
    }
  }

  @Override
  public boolean isRunning(String id) {
    return status(id).filter(status -> status == JobStatus.RUNNING).isPresent();
  }

  @Override
  public int parallelism(String id) {
    return 1;
  }

  @Override
  public String stopWithSavepoint(String id, String folder) {
    end(id, JobStatus.FINISHED);
    return SAVEPOINT;
  }

  @Override
  public void cancel(String id) {
    if (cancelFails) {
      throw new ClusterException("job " + id + " has ended already");
    }
    end(id, JobStatus.CANCELED);
  }

  private void end(String id, JobStatus ended) {
    JobStatus status = insteadOfEnding == null ? ended : insteadOfEnding;
    jobs.computeIfPresent(id, (key, job) -> new Entry(job.name(), status));
    if (insteadOfEnding != null) {
      throw new ClusterException("job " + id + " did not end");
    }
  }

  @Override
  public void close() {}
}
