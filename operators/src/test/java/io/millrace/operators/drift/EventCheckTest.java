/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import org.junit.jupiter.api.Test;

class EventCheckTest {
  private final EventCheck check = new EventCheck(3);

  private void faulty(DriftEvent event, EventFault fault, String... words) {
    assertThat(check.fault(event)).isEqualTo(fault);
    assertThat(check.describe(event, fault)).contains(words);
  }

  private static Arrival arrival(int[] nominal, ClassLabel label, double... x) {
    return new Arrival("s", "i", 5, x, nominal, label, Events.ORIGIN);
  }

  @Test
  void suitableEventsHaveNoFault() {
    assertThat(check.fault(arrival(new int[] {0, 2}, null, 1, 2, 3))).isNull();
    assertThat(check.fault(arrival(new int[0], ClassLabel.of("a"), Double.NaN))).isNull();
    assertThat(check.fault(Events.label("s", 1, 5, ClassLabel.of(65_535)))).isNull();
  }

  @Test
  void eachFaultIsToldWithValueAndRemedy() {
    faulty(Events.arrival("", 1, 1, null, 1), EventFault.STREAM_ID, "no stream id");
    faulty(
        new LateLabel("s", "", 1, ClassLabel.of(1), Events.ORIGIN),
        EventFault.INSTANCE_ID,
        "no instance id");
    faulty(Events.arrival("s", 1, 1, null), EventFault.FEATURES, "features are 0");
    faulty(
        Events.arrival("s", 1, 1, null, 1, 2, 3, 4),
        EventFault.FEATURES,
        "features are 4",
        "millrace.drift.max-attributes");
    faulty(arrival(new int[] {3}, null, 1, 2, 3), EventFault.NOMINAL, "below the number");
    faulty(arrival(new int[] {1, 1}, null, 1, 2, 3), EventFault.NOMINAL, "ascend");
    faulty(arrival(new int[0], ClassLabel.of(-4), 1), EventFault.LABEL, "it is -4");
    faulty(Events.label("s", 1, 1, ClassLabel.of(65_536)), EventFault.LABEL, "0 to 65535");
    faulty(Events.label("s", 1, 1, ClassLabel.of("")), EventFault.LABEL, "''");
  }
}
