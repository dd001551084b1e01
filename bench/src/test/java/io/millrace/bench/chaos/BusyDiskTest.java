/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusyDiskTest {
  @TempDir Path folder;

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
