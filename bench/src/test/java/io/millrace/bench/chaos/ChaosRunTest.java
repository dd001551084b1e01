/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosRunTest {
  @TempDir Path folder;

  /** Without root nothing is mounted, and nothing could be unmounted. */
  @Test
  void whatIsMountedInSomebodysFolderStaysMounted() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    try (CheckpointVolume volume = CheckpointVolume.at(checkpoints)) {
      assertThat(volume.handles(FaultKind.DISK_FULL)).isTrue();
      Path theirs = Files.writeString(checkpoints.resolve("theirs"), "kept");

      ChaosSettings settings =
          new ChaosSettings(
              List.of("drift-moe"), Duration.ofMinutes(1), 1, List.of(FaultKind.DISK_FULL), folder);
      assertThatThrownBy(() -> new ChaosRun(settings, note -> {}, () -> true).run())
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("no chaos run made");

      assertThat(theirs).hasContent("kept");
    }
  }
}
