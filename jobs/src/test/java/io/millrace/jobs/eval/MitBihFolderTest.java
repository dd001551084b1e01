/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MitBihFolderTest {
  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"", "mitdb", "signal/mitdb"})
  void recordsAreFoundWhereverTheyWereUnpacked(String place) throws IOException {
    Path folder = Files.createDirectories(data.resolve(place));
    record(folder, "100");

    assertThat(MitBihFolder.find(data, List.of("100"))).isEqualTo(folder);
  }

  @Test
  void aMissingRecordIsNamed() throws IOException {
    record(data, "100");
    Files.delete(record(data, "200").resolve("200.atr"));

    assertThatThrownBy(() -> MitBihFolder.find(data, List.of("100", "200", "300")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[200, 300]")
        .hasMessageContaining("download them");
  }

  @Test
  void aFolderWithoutRecordsIsRefusedWithThePlaceToGetThem() {
    assertThatThrownBy(() -> MitBihFolder.find(data, List.of("100")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("physionet.org");
  }

  private static Path record(Path folder, String name) throws IOException {
    for (String extension : List.of("hea", "dat", "atr")) {
      Files.write(folder.resolve(name + "." + extension), new byte[0]);
    }
    return folder;
  }
}
