/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.load.InputRecord;
import io.millrace.bench.load.Lifetime;
import io.millrace.bench.load.Subject;
import io.millrace.bench.load.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StraysTest {
  private static final List<Fault> PLAN =
      List.of(
          new Fault(FaultKind.POISON, Duration.ofSeconds(10), Duration.ZERO, 0),
          new Fault(FaultKind.KILL_BROKER, Duration.ofSeconds(20), Duration.ZERO, 0),
          new Fault(FaultKind.CLOCK_JUMP, Duration.ofSeconds(30), Duration.ZERO, 0));

  private final Subject subject =
      Subjects.named(List.of("streaming-cnn"), 1, Lifetime.ENDLESS).get(0);

  private List<InputRecord> sent(Strays strays, double due) {
    List<InputRecord> records = new ArrayList<>();
    strays.before(due, 1000, records::add);
    return records;
  }

  @Test
  void theyComeWhereThePlanHasThemAndOnce() {
    Strays strays = new Strays(subject, PLAN, 1);

    assertThat(sent(strays, 9.9)).isEmpty();
    assertThat(sent(strays, 10)).hasSize(Strays.EACH);
    assertThat(sent(strays, 29)).isEmpty();
    assertThat(sent(strays, 30.5)).hasSize(Strays.EACH);
    assertThat(sent(strays, 99)).isEmpty();
    assertThat(strays.sent()).isEqualTo(2 * Strays.EACH);
  }

  @Test
  void theSeedDecidesThem() {
    List<InputRecord> first = sent(new Strays(subject, PLAN, 1), 50);
    List<InputRecord> same = sent(new Strays(subject, PLAN, 1), 50);
    List<InputRecord> other = sent(new Strays(subject, PLAN, 2), 50);

    assertThat(first).hasSameSizeAs(other).hasSize(2 * Strays.EACH);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i).value()).isEqualTo(same.get(i).value());
    }
    assertThat(first.get(0).value()).isNotEqualTo(other.get(0).value());
  }
}
