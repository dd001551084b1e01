/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.instance.TableLayout;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamFileTest {
  @TempDir Path folder;

  private InstanceStream open(Path file) throws IOException {
    return new NamedStreams(null, TableLayout.AUTOMATIC).open(file.toString(), 1);
  }

  @ParameterizedTest
  @EnumSource
  void aWrittenStreamIsTheStreamBitForBit(Benchmark benchmark) throws IOException {
    Path arff = folder.resolve("s.arff");
    long written = StreamFile.write(() -> benchmark.open(3).limit(500), arff);
    assertThat(written).isEqualTo(500);
    try (InstanceStream read = open(arff);
        InstanceStream made = benchmark.open(3)) {
      assertThat(read.schema().classes()).isEqualTo(made.schema().classes());
      assertThat(read.schema().attributes()).isEqualTo(made.schema().attributes());
      Instance a = read.schema().newInstance();
      Instance b = made.schema().newInstance();
      for (int n = 0; n < 500; n++) {
        assertThat(read.next(a)).isTrue();
        made.next(b);
        assertThat(a.x).containsExactly(b.x);
        assertThat(a.label).isEqualTo(b.label);
      }
      assertThat(read.next(a)).isFalse();
    }
  }

  @Test
  void whatTurnsUpLateIsInTheHeader() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_500; i++) {
      lines.append(i < 1_200 ? "x,1,a\n" : "y,2,b\n");
    }
    lines.append("x,3,?\n");
    Path csv = Files.writeString(folder.resolve("s.csv"), lines);
    Path arff = folder.resolve("s.arff");
    assertThat(StreamFile.write(() -> open(csv), arff)).isEqualTo(1_500);
    assertThat(arff).content().contains("{x,y}", "{a,b}");
  }
}
