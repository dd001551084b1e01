/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.file.PublicData;
import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.SampleBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordingTest {
  @TempDir Path folder;

  @Test
  void namedColumnsAreReadInTheOrderAskedFor() throws Exception {
    Path file = write("a.csv", "time,x,y\nt0,1,2\nt1,3,\n\nt2,5,6e1\n");
    try (Recording r = CsvRecording.open(file, layout(',', true, "y", "x"), 2)) {
      assertThat(r.channels()).containsExactly("y", "x");
      assertThat(r.samplingRate()).isEqualTo(50);
      assertThat(r.next().samples()).containsExactly(2, 1, Float.NaN, 3);
      SampleBlock last = r.next();
      assertThat(last.sequence()).isEqualTo(2);
      assertThat(last.samples()).containsExactly(60, 5);
      assertThat(r.hasNext()).isFalse();
    }
  }

  @Test
  void withoutAHeaderColumnsHaveNumbers() throws Exception {
    Path file = write("a.tsv", "1\t 2 \t3\n4\t5\t6");
    try (Recording r = CsvRecording.open(file, layout('\t', false, "3", "1"), 10)) {
      assertThat(r.next().samples()).containsExactly(3, 1, 6, 4);
    }
    try (Recording r = CsvRecording.open(file, layout('\t', false), 10)) {
      assertThat(r.channels()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void packedTablesAreUnpacked() throws Exception {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("v\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    try (Recording r = CsvRecording.open(file, layout(',', true, "v"), 10)) {
      assertThat(r.next().samples()).containsExactly(1, 2);
    }
  }

  @Test
  void errorsNameTheLine() throws Exception {
    assertRefused("x,y\n1,2\n3,oops\n", true, "line 3: column y holds no number: 'oops'");
    assertRefused("x,y\n1,2\n3\n", true, "line 3: 1 columns instead of 2");
    assertRefused("x,y\n1,2\n3,\"4\n", true, "line 3");
    assertRefused("1,2\n3,4,5\n", false, "line 2: 3 columns instead of 2");
  }

  @Test
  void whatCannotBeOpenedIsExplained() throws Exception {
    Path file = write("a.csv", "x,y\n1,2\n");
    assertThatThrownBy(() -> CsvRecording.open(file, layout(',', true, "z"), 1))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("has no column 'z'; it has [x, y]");
    assertThatThrownBy(() -> CsvRecording.open(file, layout(',', false, "x"), 1))
        .hasMessageContaining("the layout says there is no header");
    Path empty = write("b.csv", "");
    assertThatThrownBy(() -> CsvRecording.open(empty, layout(',', true), 1))
        .hasMessageContaining("b.csv is empty");
    assertThatThrownBy(() -> CsvRecording.open(folder.resolve("c"), layout(',', true), 1))
        .hasMessageContaining("Cannot read");
    Path unpacked = write("d.csv.gz", "x\n1\n");
    assertThatThrownBy(() -> CsvRecording.open(unpacked, layout(',', true), 1))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("d.csv.gz");
    assertThatThrownBy(() -> new CsvLayout(',', true, List.of(), 0))
        .hasMessageContaining("must be positive");
  }

  @Test
  void theTransformerTemperaturesAreRead() throws Exception {
    Path file = PublicData.resolve("signal/ETTh1.csv.gz");
    CsvLayout layout = new CsvLayout(',', true, List.of("OT", "HUFL"), 1 / 3600f);
    List<Integer> lengths = new ArrayList<>();
    try (Recording r = CsvRecording.open(file, layout, 1000)) {
      float[] first = r.next().samples();
      assertThat(first[0]).isEqualTo(30.531f);
      assertThat(first[1]).isEqualTo(5.827f);
      lengths.add(1000);
      r.forEachRemaining(block -> lengths.add(block.length()));
    }
    assertThat(lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(17_420);
  }

  private void assertRefused(String text, boolean header, String why) throws Exception {
    Path file = write("bad.csv", text);
    try (Recording r = CsvRecording.open(file, layout(',', header), 100)) {
      assertThatThrownBy(r::next)
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("bad.csv")
          .hasMessageContaining(why);
    }
  }

  private static CsvLayout layout(char delimiter, boolean header, String... columns) {
    return new CsvLayout(delimiter, header, List.of(columns), 50);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
