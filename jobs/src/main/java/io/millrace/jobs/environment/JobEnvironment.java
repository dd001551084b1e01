/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.environment;

import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.StateOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.state.rocksdb.sstmerge.RocksDBManualCompactionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;

/** Flink's options, as a job's configuration wants them. */
public final class JobEnvironment {
  private static final Duration TIDY_INTERVAL = Duration.ofSeconds(30);

  /** More than so many checkpoints come in that time. */
  private static final int TIDY_FILES = 200;

  /** RocksDB keeps four logs of that size for each operator instance. */
  private static final MemorySize LOG_SIZE = MemorySize.ofMebiBytes(4);

  private JobEnvironment() {}

  /** An environment for a job, local or of the cluster that runs this program. */
  public static StreamExecutionEnvironment of(JobConfiguration configuration) {
    return StreamExecutionEnvironment.getExecutionEnvironment(flinkOptions(configuration));
  }

  static Configuration flinkOptions(JobConfiguration configuration) {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.NAME, configuration.get(JobOptions.NAME));
    flink.set(CoreOptions.DEFAULT_PARALLELISM, configuration.get(JobOptions.PARALLELISM));
    flink.set(PipelineOptions.MAX_PARALLELISM, configuration.get(JobOptions.MAX_PARALLELISM));
    // All types have serializers of their own, and no operator keeps or changes what it was given.
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(
        StateBackendOptions.STATE_BACKEND, configuration.get(StateOptions.BACKEND).toString());
    // Floats hardly shrink: compressing them at every checkpoint would only cost.
    flink.set(
        RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, List.of(CompressionType.NO_COMPRESSION));
    // Cold reads ask many files, and seldom: filters spare most of them.
    flink.set(RocksDBOptions.OPTIONS_FACTORY, ColdTierOptions.class.getName());
    flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    tidy(flink);
    checkpoints(configuration, flink);
    restarts(configuration, flink);
    configuration.get(JobOptions.FLINK).forEach(flink::setString);
    return flink;
  }

  /**
   * Keys that only grow, such as the numbers of rounds, leave a small file of deletions at every
   * checkpoint. RocksDB moves them aside unmerged, for none overlaps with another, and keeps each
   * open; so they are merged by themselves.
   */
  private static void tidy(Configuration flink) {
    flink.set(RocksDBManualCompactionOptions.MIN_INTERVAL, TIDY_INTERVAL);
    flink.set(RocksDBManualCompactionOptions.MAX_FILES_TO_COMPACT, TIDY_FILES);
    flink.set(RocksDBConfigurableOptions.LOG_MAX_FILE_SIZE, LOG_SIZE);
  }

  private static void checkpoints(JobConfiguration configuration, Configuration flink) {
    Duration interval = configuration.get(CheckpointOptions.INTERVAL);
    if (!interval.isZero()) {
      flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    }
    flink.set(
        CheckpointingOptions.CHECKPOINTING_TIMEOUT, configuration.get(CheckpointOptions.TIMEOUT));
    flink.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        configuration.get(CheckpointOptions.MODE) == Guarantee.EXACTLY_ONCE
            ? CheckpointingMode.EXACTLY_ONCE
            : CheckpointingMode.AT_LEAST_ONCE);
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration
        .find(CheckpointOptions.DIR)
        .ifPresent(
            dir -> {
              flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, dir);
              flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, dir + "/savepoints");
              flink.set(
                  CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                  ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
            });
  }

  private static void restarts(JobConfiguration configuration, Configuration flink) {
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
        configuration.get(CheckpointOptions.RESTART_ATTEMPTS));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
        configuration.get(CheckpointOptions.RESTART_DELAY));
  }
}
