/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Memory while the job runs for long.
 *
 * @param minutes it ran
 * @param events it predicted
 * @param samples over time
 * @param nativeGrowthMbPerHour slope of the resident memory outside the Java heap, by least squares
 *     over the second half
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FootprintResult(
    double minutes, long events, List<Sample> samples, double nativeGrowthMbPerHour) {

  /**
   * One moment.
   *
   * @param seconds since the beginning
   * @param residentMb memory of the process that is in use, by the operating system
   * @param heapCommittedMb what the Java heap has taken
   * @param directBuffersMb of it, Java's buffers outside the heap
   * @param events predicted so far
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Sample(
      double seconds,
      double residentMb,
      double heapCommittedMb,
      double directBuffersMb,
      long events) {
    /** What is not heap: code, stacks, RocksDB, PyTorch. */
    double outsideHeapMb() {
      return residentMb - heapCommittedMb;
    }
  }
}
