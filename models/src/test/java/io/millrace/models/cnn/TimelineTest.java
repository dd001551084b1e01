/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimelineTest {
  @Test
  void firstChunkIsShortSoThatChunksEndWhereWindowsDo() {
    Timeline timeline = new Timeline(1626, 90, 90, 0);
    assertThat(timeline.firstChunk()).isEqualTo(6);
    assertThat(timeline.position(1)).isEqualTo(6);
    assertThat(timeline.position(19)).isEqualTo(1626);
    assertThat(timeline.warming(18)).isTrue();
    assertThat(timeline.warming(19)).isFalse();
    assertThat(timeline.emissions(19)).isEqualTo(1);
    assertThat(timeline.windowEnd(19, 0)).isEqualTo(1626);
  }

  @ParameterizedTest
  @CsvSource({
    "256,32,32,0",
    "256,32,32,11",
    "256,30,4,0",
    "1626,100,18,0",
    "64,3,8,5",
    "10,7,7,0",
    "10,40,40,3"
  })
  void everyWindowIsPredictedOnceAndNotBeforeItsSamplesAreIn(
      int window, int hop, int granule, int delay) {
    Timeline timeline = new Timeline(window, hop, granule, delay);
    long expected = -1;
    for (long chunk = 1; chunk < 200; chunk++) {
      for (int k = 0; k < timeline.emissions(chunk); k++) {
        long end = timeline.windowEnd(chunk, k);
        if (expected >= 0) {
          assertThat(end).isEqualTo(expected);
        }
        expected = end + hop;
        assertThat(timeline.position(chunk)).isLessThanOrEqualTo(end + delay);
        assertThat(timeline.position(chunk + 1)).isGreaterThan(end + delay);
      }
    }
    assertThat(expected).isGreaterThan(window);
  }
}
