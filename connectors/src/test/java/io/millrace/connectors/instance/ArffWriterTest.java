/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArffWriterTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackBitForBit() throws IOException {
    Path file = folder.resolve("round.arff.gz");
    List<Column> columns =
        List.of(
            Column.numeric("a number"),
            Column.nominal("it's", List.of("plain", "a,b", "%", "{", "\\", "?", "line\nbreak")),
            Column.numeric("class"));
    List<String> classes = List.of("p", "not p");
    Random random = new Random(1);
    List<double[]> written = new ArrayList<>();
    try (ArffWriter writer = new ArffWriter(file, "the test", columns, classes)) {
      for (int n = 0; n < 500; n++) {
        double[] x = {
          Double.longBitsToDouble(random.nextLong()), random.nextInt(7), random.nextInt(5) - 2
        };
        if (n % 10 == 0) {
          x[n % 3] = Double.NaN;
        }
        int label = random.nextInt(3) - 1;
        writer.write(x, label);
        written.add(new double[] {x[0], x[1], x[2], label});
      }
    }
    ArffReader reader = ArffReader.open(file, "");
    assertThat(reader.columns()).isEqualTo(columns);
    assertThat(reader.classes()).isEqualTo(classes);
    List<double[]> read = Lines.read(reader);
    assertThat(read).hasSameSizeAs(written);
    for (int n = 0; n < read.size(); n++) {
      assertThat(read.get(n)).containsExactly(written.get(n));
    }
  }
}
