/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.load.Subjects;
import io.millrace.bench.soak.SoakReport.Traffic;
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

    assertThat(isClean(new Traffic(10, 9, 9, 0), flat)).isTrue();
    assertThat(isClean(new Traffic(10, 9, 8, 0), flat)).isFalse();
    assertThat(isClean(new Traffic(10, 9, 9, 1), flat)).isFalse();
    assertThat(isClean(new Traffic(10, 9, 9, 0), flat, grown)).isFalse();
    assertThat(isClean(new Traffic(10, 9, 9, 0))).isFalse();
    assertThat(isClean(null, flat)).as("samples alone").isTrue();
    assertThat(isClean(null, flat, grown)).isFalse();
  }

  private static boolean isClean(Traffic traffic, Trend... trends) {
    return new SoakReport(120, traffic, List.of(trends)).isClean();
  }

  @Test
  void aReportOfSamplesSaysNothingOfAnswers() {
    Trend flat = new Trend(Measure.ROCKSDB, "", 10, 10, 0, true);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode whole = mapper.valueToTree(new SoakReport(2, new Traffic(10, 9, 8, 1), List.of(flat)));
    assertThat(whole.get("expected_answers").asLong()).isEqualTo(9);
    assertThat(whole.has("traffic")).isFalse();
    JsonNode watched = mapper.valueToTree(new SoakReport(2, null, List.of(flat)));
    assertThat(watched.fieldNames())
        .toIterable()
        .contains("minutes", "trends")
        .doesNotContain("traffic", "events", "expected_answers", "answers", "restarts");
  }
}
