/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveriesTest {
  private static final Fault PAUSE =
      new Fault(FaultKind.PAUSE_BROKER, Duration.ofSeconds(10), Duration.ofSeconds(5), 0);
  private static final Fault KILL =
      new Fault(FaultKind.KILL_BROKER, Duration.ofSeconds(40), Duration.ZERO, 0);

  private final Recoveries recoveries = new Recoveries();

  @Test
  void aFaultIsSurvivedWhenEveryJobHasAnsweredWhatWasSentBeforeItsEnd() {
    recoveries.began(PAUSE, 10);
    recoveries.look(12, new long[] {1000, 1000});
    recoveries.ended(PAUSE, 15, new long[] {100, 200});
    recoveries.look(16, new long[] {100, 199});
    recoveries.look(18.25, new long[] {100, 200});
    recoveries.look(30, new long[] {500, 500});

    assertThat(recoveries.list())
        .containsExactly(new ChaosReport.Recovery(FaultKind.PAUSE_BROKER, 10, 5, 8.3));
  }

  @Test
  void aFaultThatIsNeverSurvivedSaysSo() {
    recoveries.began(PAUSE, 10);
    recoveries.ended(PAUSE, 15, new long[] {100});
    recoveries.began(KILL, 40);
    recoveries.ended(KILL, 40, new long[] {90});
    recoveries.look(50, new long[] {95});

    assertThat(recoveries.list().get(0).recoveredS()).isNull();
    assertThat(recoveries.list().get(1).recoveredS()).isEqualTo(10.0);
  }
}
