/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.ConfigurationLoader;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;
import org.rocksdb.CompressionType;

class JobEnvironmentTest {
  @Test
  void theDefaultsAreExactlyOnceOnRocksdbWithoutGenericTypes() {
    Configuration flink = flink();
    assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(flink.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(flink.get(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL))
        .containsExactly(CompressionType.NO_COMPRESSION);
    assertThat(flink.get(RocksDBOptions.OPTIONS_FACTORY))
        .isEqualTo(ColdTierOptions.class.getName());
  }

  @Test
  void everyGroupReachesFlink() {
    Configuration flink =
        flink(
            "job.name=mine",
            "job.parallelism=3",
            "state.backend=hashmap",
            "checkpoint.mode=at-least-once",
            "checkpoint.restart-attempts=4",
            "checkpoint.restart-delay=2 s");
    assertThat(flink.get(PipelineOptions.NAME)).isEqualTo("mine");
    assertThat(flink.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
    assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.AT_LEAST_ONCE);
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS))
        .isEqualTo(4);
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void anIntervalOfZeroTakesNoCheckpoints() {
    assertThat(
            flink("checkpoint.interval=0", "kafka.delivery=at-least-once")
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEmpty();
  }

  @Test
  void checkpointsInADirectoryOutliveTheJob() {
    assertThat(flink().getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEmpty();
    Configuration flink = flink("checkpoint.dir=file:///x");
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("file:///x");
    assertThat(flink.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
        .isEqualTo("file:///x/savepoints");
    assertThat(flink.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  @Test
  void flinksOwnOptionsComeLast() {
    assertThat(flink("flink.pipeline.name=other", "job.name=mine").get(PipelineOptions.NAME))
        .isEqualTo("other");
  }

  private static Configuration flink(String... overrides) {
    return JobEnvironment.flinkOptions(ConfigurationLoader.load(null, List.of(overrides)));
  }
}
