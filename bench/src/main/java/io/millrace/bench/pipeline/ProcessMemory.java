/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes hold. */
public final class ProcessMemory {
  private static final double KILO = 1024;

  private ProcessMemory() {}

  /** Resident memory of this process in MiB, see {@link #residentMb(long)}. */
  static double residentMb() throws IOException {
    return residentMb(ProcessHandle.current().pid());
  }

  /**
   * Resident memory of a process in MiB.
   *
   * @throws IOException when it is not there, or where the operating system does not tell, that is
   *     elsewhere than on Linux
   */
  public static double residentMb(long pid) throws IOException {
    return residentMb(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
  }

  static double residentMb(List<String> status) throws IOException {
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / KILO;
      }
    }
    throw new IOException(
        "there is no line VmRSS in /proc: resident memory is only known on Linux");
  }

  static double heapCommittedMb() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / KILO / KILO;
  }

  static double directBuffersMb() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum()
        / KILO
        / KILO;
  }
}
