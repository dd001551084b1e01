/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What somebody did in a turn.
 *
 * @param events that were completed
 * @param nanos that passed
 * @param processorNanos that all threads of the process worked
 */
record Turn(long events, long nanos, long processorNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * Watches a count while something runs.
   *
   * @param work returns when the turn was over, which may be a little while ago
   */
  static Turn watch(LongSupplier events, Work work) throws Exception {
    long before = events.getAsLong();
    long begin = System.nanoTime();
    long processor = SYSTEM.getProcessCpuTime();
    long end = work.run();
    return new Turn(
        events.getAsLong() - before, end - begin, SYSTEM.getProcessCpuTime() - processor);
  }

  /** What fills a turn; returns the time of its end by {@link System#nanoTime}. */
  interface Work {
    long run() throws Exception;
  }
}
