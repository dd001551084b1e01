/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.chaos.ChaosReport.Recovery;
import io.millrace.bench.chaos.ChaosReport.Skipped;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
  private static final Recovery SURVIVED = new Recovery(FaultKind.KILL_BROKER, 20, 0, 4.2);
  private static final Recovery DEADLY = new Recovery(FaultKind.KILL_BROKER, 50, 0, null);
  private static final Comparison EQUAL = new Comparison(9, 9, 0, 0, 0, 0);

  private static boolean isClean(
      Comparison total, long inputLost, List<Recovery> faults, String... examples) {
    List<Skipped> skipped = List.of(new Skipped(FaultKind.DISK_FULL, "it takes root"));
    return new ChaosReport(
            1, faults, skipped, 0.1, 9, inputLost, total, Map.of(), List.of(examples))
        .isClean();
  }

  @Test
  void equalRecordsAfterFaultsThatWereSurvivedAreClean() {
    assertThat(isClean(EQUAL, 0, List.of(SURVIVED))).isTrue();
    assertThat(isClean(EQUAL, 0, List.of(SURVIVED, DEADLY))).isFalse();
    assertThat(isClean(EQUAL, 1, List.of(SURVIVED))).isFalse();
    assertThat(isClean(Comparison.NONE, 0, List.of(SURVIVED))).isFalse();
    assertThat(isClean(new Comparison(9, 8, 1, 0, 0, 0), 0, List.of(SURVIVED))).isFalse();
  }

  @Test
  void withoutAFaultNothingWasShown() {
    assertThat(isClean(EQUAL, 0, List.of())).isFalse();
  }

  @Test
  void aRecordThatIsNotAsItShouldBeIsNeverClean() {
    assertThat(isClean(EQUAL, 0, List.of(SURVIVED), "7 dead letters for 6 records")).isFalse();
  }
}
