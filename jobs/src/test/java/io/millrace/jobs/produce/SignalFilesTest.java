/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.csv.CsvLayout;
import io.millrace.jobs.model.ModelManifest.Channel;
import io.millrace.jobs.model.ModelManifest.Input;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalFilesTest {
  private static final int SAMPLES = 10_000;

  private final SignalFiles files =
      new SignalFiles(new Input("mV", List.of(new Channel("MLII", 0, 1))));

  @TempDir Path folder;

  @Test
  void aTableIsPlayedWholeInPiecesOfAnyLength() throws IOException {
    Path file = table("patient.csv");
    try (RecordingSignal signal = files.csv(file, layout("II"), "")) {
      assertThat(signal.streamId()).isEqualTo("patient");
      assertThat(signal.length()).isEqualTo(SAMPLES);
      assertThat(signal.channels()).isEqualTo(1);
      int at = 0;
      for (int count = 1; at < SAMPLES; count = count * 3 % 997) {
        float[] samples = signal.read(count);
        assertThat(samples).hasSize(Math.min(count, SAMPLES - at));
        for (float sample : samples) {
          assertThat(sample).isEqualTo(at++ / 8f);
        }
      }
      assertThat(signal.read(10)).isEmpty();
    }
  }

  @Test
  void valuesAreTurnedIntoTheModelsUnit() throws IOException {
    try (RecordingSignal signal = files.csv(table("a.csv"), layout("II"), "V")) {
      assertThat(signal.read(9)[8]).isEqualTo(1000);
    }
    try (RecordingSignal signal = files.csv(table("b.csv"), layout("II"), "uV")) {
      assertThat(signal.read(9)[8]).isCloseTo(1e-3f, within(1e-9f));
    }
    assertThatThrownBy(() -> files.csv(table("c.csv"), layout("II"), "mmHg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mmHg'")
        .hasMessageContaining("'mV'");
  }

  @Test
  void aMistakeAnywhereInATableIsFoundBeforeAnythingIsSent() throws IOException {
    Path file = table("patient.csv");
    Files.writeString(file, Files.readString(file) + "1,x,3\n");

    assertThatThrownBy(() -> files.csv(file, layout("II"), ""))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("'x'");
  }

  @Test
  void aMissingTableIsNamed() {
    assertThatThrownBy(() -> files.csv(folder.resolve("none.csv"), layout("II"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.csv");
  }

  @Test
  void aRecordGivesAsManyOfItsFirstSignalsAsTheModelTakes() throws IOException {
    wfdb("mV", "mV");
    try (RecordingSignal signal = files.wfdb(folder, "r1", List.of())) {
      assertThat(signal.streamId()).isEqualTo("r1");
      assertThat(signal.channels()).isEqualTo(1);
      assertThat(signal.read(3)).containsExactly(0, 0.01f, 0.02f);
    }
  }

  @Test
  void channelsArePickedByNameOrNumber() throws IOException {
    wfdb("mV", "mV");
    try (RecordingSignal signal = files.wfdb(folder, "r1", List.of("V5", "1"))) {
      assertThat(signal.channels()).isEqualTo(2);
      assertThat(signal.read(2)).containsExactly(0, 0, -0.01f, 0.01f);
    }
    assertThatThrownBy(() -> files.wfdb(folder, "r1", List.of("3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[MLII, V5], or 1 to 2");
  }

  @Test
  void aRecordInMicrovoltsIsTurnedIntoMillivolts() throws IOException {
    wfdb("uV", "mV");
    try (RecordingSignal signal = files.wfdb(folder, "r1", List.of())) {
      assertThat(signal.read(2)[1]).isCloseTo(1e-5f, within(1e-9f));
    }
    assertThatThrownBy(() -> files.wfdb(folder, "r1", List.of("MLII", "V5")))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("different units");
  }

  @Test
  void theRecordsOfAFolderAreListed() throws IOException {
    wfdb("mV", "mV");
    assertThat(SignalFiles.wfdbRecords(folder)).containsExactly("r1");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> SignalFiles.wfdbRecords(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no WFDB record");
  }

  private static CsvLayout layout(String column) {
    return new CsvLayout(',', true, List.of(column), 360);
  }

  private Path table(String name) throws IOException {
    StringBuilder text = new StringBuilder("time,II,III\n");
    for (int i = 0; i < SAMPLES; i++) {
      text.append(i).append(',').append(i / 8f).append(",7\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }

  /** Two signals in format 16: the first rises by 0.01 a sample, the second falls. */
  private void wfdb(String first, String second) throws IOException {
    Files.writeString(
        folder.resolve("r1.hea"),
        "r1 2 360 100\nr1.dat 16 100(0)/%s 16 0 0 4950 0 MLII\nr1.dat 16 100(0)/%s 16 0 0 -4950 0 V5\n"
            .formatted(first, second));
    ByteBuffer samples = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    for (short i = 0; i < 100; i++) {
      samples.putShort(i).putShort((short) -i);
    }
    Files.write(folder.resolve("r1.dat"), samples.array());
  }
}
