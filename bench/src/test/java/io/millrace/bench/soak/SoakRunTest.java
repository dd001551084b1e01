/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.soak.SoakReport.Traffic;
import io.millrace.jobs.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakRunTest {
  private static final SoakReport CLEAN =
      new SoakReport(
          120, new Traffic(10, 9, 9, 0), List.of(new Trend(Measure.ROCKSDB, "", 10, 10, 0, true)));

  private final List<String> notes = new ArrayList<>();

  @Test
  void aStopThatFailsCostsTheVerdictAndNotTheReport() {
    SoakReport report =
        SoakRun.stopped(
            CLEAN,
            () -> {
              throw new ClusterException("Flink took no savepoint of job 7");
            },
            notes::add);

    assertThat(report.isClean()).isFalse();
    assertThat(report.traffic().restarts()).isEqualTo(1);
    assertThat(report.trends()).isEqualTo(CLEAN.trends());
    assertThat(notes)
        .containsExactly("the jobs do not stop in order: Flink took no savepoint of job 7");
  }

  @Test
  void aStopInOrderLeavesTheReportAsItIs() {
    assertThat(SoakRun.stopped(CLEAN, () -> {}, notes::add)).isEqualTo(CLEAN);
    assertThat(notes).isEmpty();
  }
}
