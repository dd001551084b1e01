/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  @TempDir Path folder;

  @Test
  void samplesAreInTheFileAtOnceAndDrawn() throws IOException {
    try (Samples samples = new Samples(folder)) {
      samples.add(
          List.of(
              new Sample(30.25, Measure.ROCKSDB, "", 12.5),
              new Sample(30.25, Measure.LIVE_HEAP, "broker-1", 50)));

      assertThat(Files.readAllLines(folder.resolve("samples.csv")))
          .containsExactly(
              "seconds,measure,of,value", "30.25,rocksdb,,12.50", "30.25,live-heap,broker-1,50.00");
      samples.series().plot(folder);
    }
    assertThat(Files.readString(folder.resolve("rocksdb.svg"))).contains("<svg", "cluster");
    assertThat(Files.readString(folder.resolve("live-heap.svg"))).contains("<svg", "broker-1");
  }

  @Test
  void whatWasKeptIsJudgedAgainAlike() {
    try (Samples samples = new Samples(folder)) {
      for (int seconds = 30; seconds <= 7200; seconds += 30) {
        samples.add(
            List.of(
                new Sample(seconds, Measure.ROCKSDB, "", seconds / 100.0),
                new Sample(seconds, Measure.LIVE_HEAP, "broker-1", 50)));
      }

      List<Trend> again = Series.read(folder.resolve("samples.csv")).trends(Duration.ofHours(2));
      assertThat(again)
          .isEqualTo(samples.series().trends(Duration.ofHours(2)))
          .extracting(Trend::flat)
          .containsExactly(false, true);
    }
  }

  @Test
  void aFileThatHoldsNoSamplesIsTold() throws IOException {
    Path file = folder.resolve("other.csv");
    Files.writeString(file, "seconds,measure,of,value\n30,weight,cat,5\n");

    assertThatThrownBy(() -> Series.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("other.csv", "there is no measure 'weight'", "give a samples.csv");
    Files.write(file, "seconds,measure,of,value\n30,rocksdb,,\377\376".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> Series.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.csv cannot be read as samples");
    assertThatThrownBy(() -> Series.read(folder.resolve("none.csv")))
        .hasMessageContaining("none.csv cannot be read as samples");
  }
}
