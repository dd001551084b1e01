/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkITCase {
  @TempDir static Path folder;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() {
    flink = EmbeddedFlink.start(folder, 2, 2, new Configuration());
  }

  @AfterAll
  static void stop() {
    flink.close();
    flink.close();
  }

  @Test
  void aJobRunsToItsEnd() {
    EmbeddedJob job = flink.submit(numbers(1000, Long.MAX_VALUE));
    assertThat(job.awaitEnd(Duration.ofMinutes(1))).isTrue();
    assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
  }

  @Test
  void aFailureIsToldWithItsReason() {
    EmbeddedJob job = flink.submit(numbers(1000, 500));
    assertThatThrownBy(() -> job.awaitEnd(Duration.ofMinutes(1)))
        .isInstanceOf(EmbeddedFlinkException.class)
        .hasMessageContaining("number 500");
  }

  @Test
  void aLostTaskManagerRestartsTheJobAndIsCounted() throws Exception {
    EmbeddedJob job = flink.submit(numbers(Long.MAX_VALUE, Long.MAX_VALUE));
    job.awaitRunning(Duration.ofMinutes(1));
    flink.startTaskManager();
    flink.killTaskManager(0);
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (job.restarts() < 1 && System.nanoTime() < deadline) {
      Thread.sleep(100);
    }
    long restarts = job.restarts();
    job.awaitRunning(Duration.ofMinutes(1));
    job.cancel();
    assertThat(job.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(restarts).isPositive();
  }

  @Test
  void theWebPageIsServed() throws Exception {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(flink.webPage()).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Apache Flink Web Dashboard</title>");
    assertThat(flink.webPage().getHost()).isIn("localhost", "127.0.0.1");
  }

  private static StreamGraph numbers(long count, long failAt) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    Configuration restarts = new Configuration();
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY, failAt < count ? "none" : "fixed-delay");
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    env.configure(restarts);
    env.setParallelism(4);
    env.fromSequence(0, count - 1)
        .map(
            number -> {
              if (number == failAt) {
                throw new IllegalStateException("number " + number);
              }
              return number;
            })
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    return env.getStreamGraph();
  }
}
