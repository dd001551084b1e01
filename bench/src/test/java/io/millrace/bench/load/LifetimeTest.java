/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LifetimeTest {
  private static final Lifetime SHORT = new Lifetime(30, Duration.ofMinutes(1));

  private static Set<String> keys(Subject subject, long from, long until) {
    return LongStream.range(from, until)
        .boxed()
        .flatMap(number -> subject.event(number, number).stream())
        .filter(record -> record.topic().equals(subject.input().name()))
        .map(record -> new String(record.key(), UTF_8))
        .collect(Collectors.toSet());
  }

  @Test
  void othersTakeThePlacesOfStreams() {
    for (String job : List.of("streaming-cnn", "drift-moe")) {
      Subject subject = Subjects.named(List.of(job), 1, SHORT).get(0);
      Set<String> first = keys(subject, 0, 200);
      Set<String> later = keys(subject, 1200, 1400);

      assertThat(first).isNotEmpty();
      assertThat(later).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void withoutEndTheSameStreamsStay() {
    for (String job : List.of("streaming-cnn", "drift-moe")) {
      Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);

      assertThat(keys(subject, 1200, 1400)).isEqualTo(keys(subject, 0, 200));
    }
  }

  @Test
  void everyStreamBeginsAnew() {
    Subject subject = Subjects.named(List.of("streaming-cnn"), 1, SHORT).get(0);

    // Of 30 frames, the first 18 fill the window.
    assertThat(subject.expected(20 * 18)).isZero();
    assertThat(subject.expected(20 * 30)).isEqualTo(20 * 12);
    assertThat(subject.expected(20 * 48)).isEqualTo(20 * 12);
    assertThat(subject.expected(20 * 90)).isEqualTo(3 * 20 * 12);
  }
}
