/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.bench.load.LoadReport;
import java.util.List;
import java.util.Map;

/**
 * How it went.
 *
 * @param faults that came, in order
 * @param skipped faults that this machine does not allow
 * @param undisturbedSeconds from sending to reading the answer when nothing is wrong
 * @param inputRecords that were sent
 * @param inputLost of these, how many the topics do not hold; less than 0 where they hold more
 * @param total over all topics of all jobs
 * @param topics by job and topic
 * @param examples ids of records that are not as they should be
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ChaosReport(
    long seed,
    List<Recovery> faults,
    List<Skipped> skipped,
    Double undisturbedSeconds,
    long inputRecords,
    long inputLost,
    @JsonUnwrapped Comparison total,
    Map<String, Comparison> topics,
    List<String> examples)
    implements LoadReport {
  /**
   * A fault that was survived.
   *
   * @param atS seconds since the beginning
   * @param lastedS how long it lasted
   * @param recoveredS seconds from its beginning until everything that was sent before its end had
   *     been answered; null when that never happened
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Recovery(FaultKind kind, double atS, double lastedS, Double recoveredS) {}

  /** A fault that did not come, and why. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Skipped(FaultKind kind, String reason) {}

  /** Whether every record is what it should be, and there were faults, all of them survived. */
  @Override
  public boolean isClean() {
    return total.isClean()
        && total.expectedRecords() > 0
        && inputLost == 0
        && examples.isEmpty()
        && !faults.isEmpty()
        && faults.stream().allMatch(fault -> fault.recoveredS() != null);
  }
}
