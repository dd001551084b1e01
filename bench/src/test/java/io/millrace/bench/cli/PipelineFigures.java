/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.timing.Rhythm;
import java.time.Duration;

/** What holds of the figures of every job. */
final class PipelineFigures {
  private PipelineFigures() {}

  /** Seconds in all; the figures mean nothing, but fit together. */
  static Extent tiny(Duration turn, int kafkaEvents) {
    return new Extent(
        new Rhythm(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 3, 3),
        3_000,
        2,
        turn,
        kafkaEvents,
        Duration.ofSeconds(1),
        Duration.ofMillis(300));
  }

  /** A job with two numbers of keys, and from Kafka to Kafka. */
  static void assertFitTogether(JsonNode job, String model, String keys, String moreKeys) {
    assertThat(job.get("model").asText()).isEqualTo(model);
    assertThat(job.get("backend").asText()).isEqualTo("rocksdb");
    assertThat(job.get("keys").asText()).isEqualTo(keys);
    double parts =
        1 / job.get("kernel_events_per_s").asDouble() + 1 / job.get("noop_events_per_s").asDouble();
    assertThat(1 / job.get("events_per_s").asDouble() / parts)
        .isCloseTo(job.get("overhead").asDouble(), within(1e-9));
    assertThat(job.get("checkpoints").asInt()).isPositive();
    assertThat(job.get("bytes_per_key").asDouble())
        .as("the model's state, and what else is known of a key")
        .isGreaterThan(100);
    assertThat(job.get("plan_bytes_per_key").asLong()).isPositive();
    assertThat(job.get("p50_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(job.get("p99_ms").asDouble());
    assertThat(job.get("kafka").get("samples").asLong()).isPositive();
    assertThat(job.get("scaling").findValuesAsText("keys")).containsExactly(keys, moreKeys);
  }
}
