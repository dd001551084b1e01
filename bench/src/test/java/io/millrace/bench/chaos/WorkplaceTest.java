/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
  @TempDir Path folder;

  @Test
  void whatTheLastRunLeftIsEmptied() throws IOException {
    Cluster cluster = Workplace.prepare(folder.resolve("new"));
    Path old = Files.createDirectories(cluster.folder().broker(1));

    Workplace.prepare(folder.resolve("new"));

    assertThat(old).doesNotExist();
    assertThat(cluster.folder().logs()).isEmptyDirectory();
  }

  @Test
  void somebodysClusterIsLeftAlone() throws IOException {
    Path topics = Files.createDirectories(folder.resolve("kafka").resolve("broker-1"));

    assertThatThrownBy(() -> Workplace.prepare(folder))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no chaos run made");
    assertThat(topics).isDirectory();
  }

  @Test
  void aBusyDiskIsQuietAgainAfterwards() throws Exception {
    try (BusyDisk disk = new BusyDisk(folder)) {
      Fault fault = new Fault(FaultKind.SLOW_DISK, Duration.ZERO, Duration.ofMillis(200), 0);
      assertThat(disk.handles(FaultKind.SLOW_DISK)).isTrue();
      disk.begin(fault);
      Thread.sleep(200);
      disk.end(fault);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
