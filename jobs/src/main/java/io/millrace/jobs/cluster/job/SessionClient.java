/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.messages.webmonitor.ClusterOverview;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.RootExceptionInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics.Counts;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo.JobVertexDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.util.ExceptionUtils;

/** Talks to the job manager of a cluster, by Flink's own client. */
public final class SessionClient implements JobManager {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SAVEPOINT_PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 100;

  private final RestClusterClient<String> client;
  private final String address;

  private SessionClient(RestClusterClient<String> client, String address) {
    this.client = client;
    this.address = address;
  }

  /** Connects; whether anybody answers is seen at the first question. */
  public static SessionClient connect(ClusterState state) {
    URI rest = URI.create(state.rest());
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.PORT, rest.getPort());
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 5);
    configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
    try {
      return new SessionClient(new RestClusterClient<>(configuration, "millrace"), state.rest());
    } catch (Exception e) {
      throw new ClusterException("No client for Flink at " + state.rest(), e);
    }
  }

  @Override
  public Slots slots() {
    ClusterOverview overview = await(client.getClusterOverview(), PATIENCE, "tells no overview");
    return new Slots(
        overview.getNumTaskManagersConnected(),
        overview.getNumSlotsTotal(),
        overview.getNumSlotsAvailable());
  }

  @Override
  public List<Job> jobs() {
    return await(client.listJobs(), PATIENCE, "lists no jobs").stream()
        .map(
            job ->
                new Job(
                    job.getJobId().toHexString(),
                    job.getJobName(),
                    job.getJobState(),
                    Instant.ofEpochMilli(job.getStartTime())))
        .sorted(Comparator.comparing(Job::since).reversed())
        .toList();
  }

  @Override
  public void submit(JobGraph graph) {
    await(
        client.submitJob(graph),
        SAVEPOINT_PATIENCE,
        "did not take the job '" + graph.getName() + "'");
  }

  @Override
  public void awaitRunning(String id, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isRunning(id)) {
      List<String> failures = failures(id);
      if (failures.size() > 1 || details(id).getJobStatus().isGloballyTerminalState()) {
        throw new ClusterException(
            "the job does not run: " + failures.stream().findFirst().orElse("it was ended"));
      }
      if (System.nanoTime() > deadline) {
        throw new ClusterException(
            "the job did not run within "
                + patience.toSeconds()
                + " s"
                + failures.stream().findFirst().map(failure -> ": " + failure).orElse(""));
      }
      pause();
    }
  }

  @Override
  public boolean isRunning(String id) {
    JobDetailsInfo details = details(id);
    Collection<JobVertexDetailsInfo> vertices = details.getJobVertexInfos();
    return details.getJobStatus() == JobStatus.RUNNING
        && details.getPendingOperators() <= 0
        && !vertices.isEmpty()
        && vertices.stream().allMatch(SessionClient::isRunning);
  }

  private static boolean isRunning(JobVertexDetailsInfo vertex) {
    int up =
        vertex.getTasksPerState().getOrDefault(ExecutionState.RUNNING, 0)
            + vertex.getTasksPerState().getOrDefault(ExecutionState.FINISHED, 0);
    return up == vertex.getParallelism();
  }

  private JobDetailsInfo details(String id) {
    return await(client.getJobDetails(JobID.fromHexString(id)), PATIENCE, "knows no job " + id);
  }

  @Override
  public int parallelism(String id) {
    return details(id).getJobVertexInfos().stream()
        .mapToInt(JobVertexDetailsInfo::getParallelism)
        .max()
        .orElse(0);
  }

  /** Why a job failed, the last time first; each in a line. */
  public List<String> failures(String id) {
    JobExceptionsMessageParameters parameters = new JobExceptionsMessageParameters();
    parameters.jobPathParameter.resolve(JobID.fromHexString(id));
    return await(
            client.sendRequest(
                JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()),
            PATIENCE,
            "tells no failures")
        .getExceptionHistory()
        .getEntries()
        .stream()
        .map(RootExceptionInfo::getStacktrace)
        .map(SessionClient::rootCause)
        .toList();
  }

  /** The last cause of a stack trace, without the frames. */
  static String rootCause(String stackTrace) {
    String cause = stackTrace.lines().findFirst().orElse("");
    for (String line : stackTrace.lines().toList()) {
      if (line.startsWith("Caused by: ")) {
        cause = line.substring("Caused by: ".length());
      }
    }
    return cause;
  }

  /** How many checkpoints a job has completed. */
  public long checkpoints(String id) {
    JobMessageParameters parameters = new JobMessageParameters();
    parameters.jobPathParameter.resolve(JobID.fromHexString(id));
    Counts counts =
        await(
                client.sendRequest(
                    CheckpointingStatisticsHeaders.getInstance(),
                    parameters,
                    EmptyRequestBody.getInstance()),
                PATIENCE,
                "tells no checkpoints")
            .getCounts();
    return counts.getNumberCompletedCheckpoints();
  }

  @Override
  public String stopWithSavepoint(String id, String folder) {
    String savepoint =
        await(
            client.stopWithSavepoint(
                JobID.fromHexString(id), false, folder, SavepointFormatType.CANONICAL),
            SAVEPOINT_PATIENCE,
            "took no savepoint of job " + id);
    awaitEnd(id);
    return savepoint;
  }

  @Override
  public void cancel(String id) {
    await(client.cancel(JobID.fromHexString(id)), PATIENCE, "did not end job " + id);
    awaitEnd(id);
  }

  private void awaitEnd(String id) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!details(id).getJobStatus().isGloballyTerminalState()) {
      if (System.nanoTime() > deadline) {
        throw new ClusterException(
            "job "
                + id
                + " was told to end, but did not within "
                + PATIENCE.toSeconds()
                + " s: './millrace cluster status' shows when it has");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted", e);
    }
  }

  private <T> T await(CompletableFuture<T> answer, Duration patience, String complaint) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = ExceptionUtils.stripExecutionException(e);
      throw new ClusterException("Flink at " + address + " " + complaint, cause);
    } catch (TimeoutException e) {
      throw new ClusterException(
          "Flink at " + address + " " + complaint + " within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
