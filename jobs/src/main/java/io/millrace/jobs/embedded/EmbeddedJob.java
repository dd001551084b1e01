/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job on an {@link EmbeddedFlink} cluster. */
public final class EmbeddedJob {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MiniCluster cluster;
  private final URI rest;
  private final JobID id;
  private final String name;
  private final HttpClient http = HttpClient.newHttpClient();

  EmbeddedJob(MiniCluster cluster, URI rest, JobID id, String name) {
    this.cluster = cluster;
    this.rest = rest;
    this.id = id;
    this.name = name;
  }

  /** Flink's id of the job, hexadecimal. */
  public String id() {
    return id.toHexString();
  }

  /** What the job is doing. */
  public JobStatus status() {
    return EmbeddedFlinkException.await(
        cluster.getJobStatus(id), PATIENCE, "Job '" + name + "' does not tell its status");
  }

  /**
   * Waits until all tasks run.
   *
   * @throws EmbeddedFlinkException when the job fails before, with the reason, or takes longer
   */
  public void awaitRunning(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (status().isGloballyTerminalState()) {
        awaitEnd(GLANCE);
        return;
      }
      JsonNode counts = get("/jobs/" + id()).path("status-counts");
      long running = counts.path("RUNNING").asLong() + counts.path("FINISHED").asLong();
      long all = 0;
      for (JsonNode count : counts) {
        all += count.asLong();
      }
      if (running > 0 && running == all) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw EmbeddedFlinkException.of("Job '" + name + "' does not run", new TimeoutException());
      }
      pause();
    }
  }

  /**
   * Waits until the job was restarted and all tasks run.
   *
   * @param since only a restart after that time counts, milliseconds since the epoch
   */
  public void awaitRestarted(long since, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode times = get("/jobs/" + id()).path("timestamps");
      long restarting = times.path("RESTARTING").asLong();
      if (restarting >= since && times.path("RUNNING").asLong() >= restarting) {
        awaitRunning(Duration.ofNanos(deadline - System.nanoTime()));
        return;
      }
      if (System.nanoTime() > deadline) {
        throw EmbeddedFlinkException.of(
            "Job '" + name + "' is not restarted", new TimeoutException());
      }
      pause();
    }
  }

  /**
   * Waits until no task has changed its status for a while. Sources that have nothing to say end
   * soon after the start, and checkpoints fail while they do.
   */
  public void awaitSteady(Duration quiet) {
    JsonNode before = get("/jobs/" + id()).path("status-counts");
    long since = System.nanoTime();
    while (System.nanoTime() - since < quiet.toNanos()) {
      pause();
      JsonNode now = get("/jobs/" + id()).path("status-counts");
      if (!now.equals(before)) {
        before = now;
        since = System.nanoTime();
      }
    }
  }

  /**
   * How often the job was restarted. Flink's counter lags behind by a second, its list of failures
   * does not but is short.
   */
  public long restarts() {
    JsonNode metrics = get("/jobs/" + id() + "/metrics?get=numRestarts");
    JsonNode failures = get("/jobs/" + id() + "/exceptions").path("exceptionHistory");
    return Math.max(metrics.path(0).path("value").asLong(), failures.path("entries").size());
  }

  /**
   * A checkpoint that was completed.
   *
   * @param millis from its trigger to its end
   * @param bytes that it wrote
   * @param stateBytes that it holds, with what earlier ones wrote
   */
  public record Checkpoint(long millis, long bytes, long stateBytes) {}

  /** Takes a checkpoint now, waits for it and tells what it took; Flink's page lags behind. */
  public Checkpoint measuredCheckpoint() {
    long number =
        EmbeddedFlinkException.await(
            cluster.triggerCheckpoint(id, CheckpointType.CONFIGURED),
            PATIENCE,
            "Job '" + name + "' took no checkpoint");
    while (true) {
      JsonNode last = get("/jobs/" + id() + "/checkpoints").path("latest").path("completed");
      if (last.path("id").asLong() >= number) {
        return new Checkpoint(
            last.path("end_to_end_duration").asLong(),
            last.path("checkpointed_size").asLong(),
            last.path("state_size").asLong());
      }
      pause();
    }
  }

  /** How many checkpoints were completed. */
  public long checkpoints() {
    return get("/jobs/" + id() + "/checkpoints").path("counts").path("completed").asLong();
  }

  /**
   * Waits until the job has ended.
   *
   * @return false when it still runs after that time
   * @throws EmbeddedFlinkException when it failed
   */
  public boolean awaitEnd(Duration patience) {
    JobResult result;
    try {
      result = cluster.requestJobResult(id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw EmbeddedFlinkException.of("Job '" + name + "' does not tell its result", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (result.getSerializedThrowable().isPresent()) {
      throw EmbeddedFlinkException.of(
          "Job '" + name + "' failed",
          rootCause(
              result
                  .getSerializedThrowable()
                  .get()
                  .deserializeError(EmbeddedJob.class.getClassLoader())));
    }
    return true;
  }

  /** Takes a checkpoint now and waits for it; transactions are committed soon after. */
  public void checkpoint() {
    EmbeddedFlinkException.await(
        cluster.triggerCheckpoint(id), PATIENCE, "Job '" + name + "' took no checkpoint");
  }

  /**
   * Takes a savepoint and ends the job; what it had written is committed.
   *
   * @return where the savepoint lies
   */
  public String stopWithSavepoint(String folder) {
    return stopWithSavepoint(folder, SavepointFormatType.CANONICAL);
  }

  /**
   * The same in a format of choice: canonical for any change, native for the state backend's own
   * files, as checkpoints have them.
   */
  public String stopWithSavepoint(String folder, SavepointFormatType format) {
    return EmbeddedFlinkException.await(
        cluster.stopWithSavepoint(id, folder, false, format),
        PATIENCE,
        "Job '" + name + "' took no savepoint");
  }

  /** Ends the job. */
  public void cancel() {
    if (!status().isGloballyTerminalState()) {
      EmbeddedFlinkException.await(
          cluster.cancelJob(id), PATIENCE, "Job '" + name + "' did not end");
      awaitCancelled();
    }
  }

  private void awaitCancelled() {
    EmbeddedFlinkException.await(
        cluster.requestJobResult(id), PATIENCE, "Job '" + name + "' did not end");
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(rest.resolve(path)).timeout(PATIENCE).build();
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw EmbeddedFlinkException.of("Flink's REST server does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedFlinkException.of("Interrupted", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedFlinkException.of("Interrupted", e);
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }
}
