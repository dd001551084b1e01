/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private static final DemoStatistics.Glance FIRST =
      new DemoStatistics.Glance(
          1200,
          900,
          0,
          0,
          1,
          300,
          41,
          170,
          List.of(new DemoStatistics.Alarm("ecg-0007", "V", 1_000)));
  private static final DemoStatistics.Glance SECOND =
      new DemoStatistics.Glance(2400, 2100, 2, 0, 1, 300, 43, 180, FIRST.lastAlarms());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void withoutATerminalEachLookIsOnePlainLine() {
    LiveView view = new LiveView(out, false, "demo");
    view.show(FIRST, 1);
    view.show(SECOND, 2);

    assertThat(text().lines()).hasSize(2);
    assertThat(text())
        .doesNotContain("\u001b")
        .contains("1200 events/s", "900 predictions/s", "p50 41 ms p99 170 ms", "2 dead letters");
  }

  @Test
  void onATerminalTheBlockIsRedrawnInPlace() {
    LiveView view = new LiveView(out, true, "demo");
    view.show(FIRST, 1);
    long height = text().lines().count();
    assertThat(text()).contains("ecg-0007  V", "00:01").doesNotContain("A\u001b[2Kdemo");
    view.show(SECOND, 2);

    assertThat(text()).contains("\u001b[" + height + "A\u001b[2Kdemo");
    assertThat(text().lines().count()).isEqualTo(2 * height);
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
