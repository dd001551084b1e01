/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class InstantConverterTest {
  private final InstantConverter converter = new InstantConverter();

  @Test
  void readsDatesAndMilliseconds() {
    assertThat(converter.convert("2026-01-31T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(converter.convert("1769860800000")).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({"90s, PT90S", "15m, PT15M", "2h, PT2H", "3d, PT72H"})
  void readsHowLongAgo(String text, Duration ago) {
    assertThat(converter.convert(text))
        .isCloseTo(Instant.now().minus(ago), within(10, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-31", "-5m", "12"})
  void refusesAllElseAndSaysWhatToWrite(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("write 2026-01-31T12:00:00Z");
  }
}
