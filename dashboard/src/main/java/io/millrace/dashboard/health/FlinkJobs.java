/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks Flink's REST server every two seconds how the jobs are. */
public final class FlinkJobs implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long EVERY_MILLIS = 2000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Thread thread;
  private volatile Map<String, State> jobs = Map.of();
  private volatile String complaint = "not asked yet";
  private volatile boolean ending;

  /**
   * How a job is.
   *
   * @param state as Flink names it, such as RUNNING
   * @param restarts since it was submitted
   * @param checkpointMillis when the newest checkpoint was complete, 0 before the first
   * @param checkpointBytes of it
   * @param failedCheckpoints since it was submitted
   */
  public record State(
      String state,
      long startMillis,
      long restarts,
      long checkpointMillis,
      long checkpointBytes,
      long failedCheckpoints) {}

  /** Begins to ask. */
  public FlinkJobs(URI address) {
    this.address = address;
    thread = new Thread(this::run, "dashboard-flink");
    thread.setDaemon(true);
    thread.start();
  }

  public URI address() {
    return address;
  }

  /** Why Flink does not answer; empty when it does. */
  public String complaint() {
    return complaint;
  }

  /** The newest job of a name. */
  public Optional<State> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  private void run() {
    try {
      while (!ending) {
        ask();
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    try {
      Map<String, State> found = new HashMap<>();
      for (JsonNode job : get("/jobs/overview").path("jobs")) {
        State before = found.get(job.path("name").asText());
        if (before == null || before.startMillis() < job.path("start-time").asLong()) {
          found.put(job.path("name").asText(), state(job));
        }
      }
      jobs = Map.copyOf(found);
      complaint = "";
    } catch (IOException e) {
      complaint = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  private State state(JsonNode job) throws IOException, InterruptedException {
    String path = "/jobs/" + job.path("jid").asText();
    JsonNode checkpoints = get(path + "/checkpoints");
    JsonNode newest = checkpoints.path("latest").path("completed");
    JsonNode restarts = get(path + "/metrics?get=numRestarts");
    JsonNode failures = get(path + "/exceptions").path("exceptionHistory").path("entries");
    return new State(
        job.path("state").asText(),
        job.path("start-time").asLong(),
        Math.max(restarts.path(0).path("value").asLong(), failures.size()),
        newest.path("latest_ack_timestamp").asLong(),
        newest.path("state_size").asLong(),
        checkpoints.path("counts").path("failed").asLong());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + path + " answers with status " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
  }
}
