/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());
  private static final Duration LONG = Duration.ofMinutes(20);

  @Test
  void theSeedDecidesAndNothingElse() {
    assertThat(FaultPlan.of(1, ALL, LONG)).isEqualTo(FaultPlan.of(1, ALL, LONG));
    assertThat(FaultPlan.of(2, ALL, LONG)).isNotEqualTo(FaultPlan.of(1, ALL, LONG));
  }

  @Test
  void aLongerRunBeginsAsAShorterOne() {
    List<Fault> shorter = FaultPlan.of(7, ALL, Duration.ofMinutes(5));

    assertThat(FaultPlan.of(7, ALL, LONG)).startsWith(shorter.toArray(Fault[]::new));
  }

  @Test
  void everyKindHasItsTurnBeforeOneComesAgain() {
    List<FaultKind> kinds = FaultPlan.of(3, ALL, LONG).stream().map(Fault::kind).toList();

    assertThat(kinds.subList(0, ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(kinds).hasSize(39);
  }

  @Test
  void faultsAreOverBeforeTheNextAndBeforeTheEnd() {
    List<Fault> faults = FaultPlan.of(5, ALL, LONG);

    for (int i = 1; i < faults.size(); i++) {
      assertThat(faults.get(i).at()).isGreaterThan(faults.get(i - 1).end());
    }
    assertThat(faults.get(0).at()).isEqualTo(FaultPlan.QUIET);
    assertThat(faults.get(faults.size() - 1).at().plus(FaultPlan.QUIET)).isLessThan(LONG);
  }

  @Test
  void faultsLastAsLongAsTheirKindMay() {
    for (Fault fault : FaultPlan.of(11, ALL, LONG)) {
      assertThat(fault.lasting()).isBetween(fault.kind().lasting(0), fault.kind().lasting(1));
      assertThat(FaultKind.named(fault.kind().toString())).contains(fault.kind());
    }
    assertThat(FaultKind.named("earthquake")).isEmpty();
  }
}
