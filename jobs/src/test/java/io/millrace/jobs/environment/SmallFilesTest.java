/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.JobConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.sstmerge.RocksDBManualCompactionOptions;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of state whose keys only grow. */
@Timeout(120)
class SmallFilesTest {
  private static final int CHECKPOINTS = 300;
  private static final int FEW = 60;

  @TempDir Path folder;

  /** Remembers a round until it is over, before the next checkpoint. */
  private static final class Rounds extends KeyedProcessFunction<String, Long, Long> {
    private static final long serialVersionUID = 1;

    private transient MapState<Long, String> rounds;

    @Override
    public void open(OpenContext context) {
      rounds =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("rounds", Types.LONG, Types.STRING));
    }

    @Override
    public void processElement(Long round, Context context, Collector<Long> out) throws Exception {
      rounds.put(round, "summary");
      rounds.remove(round);
    }
  }

  @Test
  void filesOfStateWhoseKeysOnlyGrowAreMerged() throws Exception {
    Configuration flink = JobEnvironment.flinkOptions(JobConfiguration.defaults());
    assertThat(flink.get(RocksDBManualCompactionOptions.MIN_INTERVAL)).isPositive();
    flink.set(RocksDBManualCompactionOptions.MIN_INTERVAL, Duration.ofMillis(200));

    assertThat(filesLeft(flink)).isLessThanOrEqualTo(FEW);
  }

  /** What the test above is about. */
  @Test
  void byThemselvesTheyPileUp() throws Exception {
    Configuration flink = JobEnvironment.flinkOptions(JobConfiguration.defaults());
    flink.set(RocksDBManualCompactionOptions.MIN_INTERVAL, Duration.ZERO);

    assertThat(filesLeft(flink)).isGreaterThan(CHECKPOINTS / 2);
  }

  /** Files after some seconds without records. */
  private long filesLeft(Configuration flink) throws Exception {
    EmbeddedRocksDBStateBackend backend =
        new EmbeddedRocksDBStateBackend(true).configure(flink, getClass().getClassLoader());
    backend.setDbStoragePath(folder.toString());
    KeyedOneInputStreamOperatorTestHarness<String, Long, Long> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Rounds()), round -> "model", Types.STRING);
    try {
      harness.setStateBackend(backend);
      harness.open();
      for (long round = 0; round < CHECKPOINTS; round++) {
        harness.processElement(round, round);
        harness.snapshot(round, round).discardState();
        harness.notifyOfCompletedCheckpoint(round);
      }
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (files() > FEW && System.nanoTime() < deadline) {
        Thread.sleep(100);
      }
      return files();
    } finally {
      harness.close();
    }
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".sst")).count();
    }
  }
}
