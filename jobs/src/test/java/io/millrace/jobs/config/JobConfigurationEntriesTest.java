/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobConfigurationEntriesTest {
  @Test
  void aConfigurationIsTheSameAfterItsEntriesWereRead() {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(JobOptions.PARALLELISM, 3)
            .with(KafkaOptions.DELIVERY, Guarantee.AT_LEAST_ONCE)
            .with(CheckpointOptions.INTERVAL, Duration.ofMillis(1500))
            .with(KafkaOptions.PROPERTIES, Map.of("client.id", "a: b, c"))
            .with(JobOptions.FLINK, Map.of("execution.checkpointing.unaligned", "true"));

    JobConfiguration read = JobConfiguration.of(configuration.entries());

    assertThat(read.entries()).isEqualTo(configuration.entries());
    assertThat(read.get(JobOptions.PARALLELISM)).isEqualTo(3);
    assertThat(read.get(KafkaOptions.DELIVERY)).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(read.get(CheckpointOptions.INTERVAL)).isEqualTo(Duration.ofMillis(1500));
    assertThat(read.get(KafkaOptions.PROPERTIES)).containsOnly(Map.entry("client.id", "a: b, c"));
    assertThat(read.get(JobOptions.FLINK))
        .containsOnly(Map.entry("execution.checkpointing.unaligned", "true"));
  }
}
