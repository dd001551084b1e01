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
    view.show(FIRST, null, 1);
    view.show(SECOND, null, 2);

    assertThat(text().lines()).hasSize(2);
    assertThat(text())
        .doesNotContain("\u001b")
        .contains("1200 events/s", "900 predictions/s", "p50 41 ms p99 170 ms", "2 dead letters");
  }

  @Test
  void onATerminalTheBlockIsRedrawnInPlace() {
    LiveView view = new LiveView(out, true, "demo");
    view.show(FIRST, null, 1);
    long height = text().lines().count();
    assertThat(text()).contains("ecg-0007  V", "00:01").doesNotContain("A\u001b[2Kdemo");
    view.show(SECOND, null, 2);

    assertThat(text()).contains("\u001b[" + height + "A\u001b[2Kdemo");
    assertThat(text().lines().count()).isEqualTo(2 * height);
  }

  @Test
  void theLearningJobHasItsOwnFigures() {
    DriftStatistics.Glance drift =
        new DriftStatistics.Glance(
            1500,
            1400,
            0.875,
            List.of(0.5, 0.75, 1.0),
            List.of(0.0, 0.25, 0.75),
            2,
            120,
            260,
            List.of(new DriftStatistics.Alarm("loans-2", "adwin", 0.31, 1_000)));
    new LiveView(out, false, "demo").show(FIRST, drift, 1);
    assertThat(text().lines()).hasSize(1);
    assertThat(text()).contains("1400 instances/s", "accuracy 87.5 %", "2 drifts");
    bytes.reset();

    LiveView view = new LiveView(out, true, "demo");
    view.show(FIRST, drift, 1);
    long height = text().lines().count();
    assertThat(text())
        .contains("1,500 instances in (1,500/s)", "87.5 %", "\u2581\u2585\u2588")
        .contains("\u2581\u2583\u2588", "loans-2  adwin: errors +31.0 points");
    view.show(SECOND, drift, 2);
    assertThat(text()).contains("\u001b[" + height + "A\u001b[2Kdemo");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
