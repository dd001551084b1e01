/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.load.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosSettingsTest {
  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(
            () ->
                new ChaosSettings(
                    List.of("weather"),
                    Duration.ofMinutes(1),
                    1,
                    List.of(FaultKind.POISON),
                    Path.of("x")))
        .hasMessageContaining("there is no job 'weather'");
    assertThatThrownBy(
            () ->
                new ChaosSettings(
                    Subjects.NAMES,
                    Duration.ofSeconds(30),
                    1,
                    List.of(FaultKind.POISON),
                    Path.of("x")))
        .hasMessageContaining("give 1 minute or more");
  }
}
