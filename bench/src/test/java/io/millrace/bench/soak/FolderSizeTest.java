/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSizeTest {
  @TempDir Path folder;

  @Test
  void tablesCountAndLogsDoNot() throws IOException {
    Path db = Files.createDirectories(folder.resolve("tm_1/tmp/job_1_op_2/db"));
    Files.write(db.resolve("000001.sst"), new byte[3 << 20]);
    Files.write(db.resolve("LOG"), new byte[1 << 20]);
    Files.write(folder.resolve("tm_1/blob.jar"), new byte[2 << 20]);

    assertThat(FolderSize.ofTables(folder)).isEqualTo(3);
    assertThat(FolderSize.of(folder)).isEqualTo(6);
  }

  @Test
  void aFolderThatIsGoneTakesNothing() throws IOException {
    assertThat(FolderSize.of(folder.resolve("gone"))).isZero();
  }
}
