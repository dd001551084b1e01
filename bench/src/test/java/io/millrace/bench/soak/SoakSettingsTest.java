/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.load.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakSettingsTest {
  private static SoakSettings of(Duration length, Duration interval) {
    return new SoakSettings(Subjects.NAMES, length, 1, interval, Path.of("a"), Path.of("b"));
  }

  @Test
  void everyTideNeedsSomeLooks() {
    assertThat(of(Duration.ofMinutes(2), Duration.ofSeconds(10)).interval()).hasSeconds(10);
    assertThatThrownBy(() -> of(Duration.ofMinutes(2), Duration.ofSeconds(11)))
        .hasMessageContaining("a look every 11 s: give 1 to 10");
    assertThatThrownBy(() -> of(Duration.ofMinutes(2), Duration.ZERO))
        .hasMessageContaining("give 1 to 10");
    assertThatThrownBy(() -> of(Duration.ofSeconds(50), Duration.ofSeconds(1)))
        .hasMessageContaining("give 1 minute or more");
  }

  @Test
  void aReportIsCleanWhenAllWasAnsweredAndNothingGrew() {
    Trend flat = new Trend(Measure.ROCKSDB, "", 10, 10, 0, true);
    Trend grown = new Trend(Measure.THREADS, "broker-1", 10, 30, 20, false);

    assertThat(new SoakReport(120, 10, 9, 9, 0, List.of(flat)).isClean()).isTrue();
    assertThat(new SoakReport(120, 10, 9, 8, 0, List.of(flat)).isClean()).isFalse();
    assertThat(new SoakReport(120, 10, 9, 9, 1, List.of(flat)).isClean()).isFalse();
    assertThat(new SoakReport(120, 10, 9, 9, 0, List.of(flat, grown)).isClean()).isFalse();
    assertThat(new SoakReport(120, 10, 9, 9, 0, List.of()).isClean()).isFalse();
  }
}
