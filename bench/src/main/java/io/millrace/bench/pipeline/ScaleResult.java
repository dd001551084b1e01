/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What the size of a cluster follows from.
 *
 * @param model that is served
 * @param keys of the job whose state is written and restored
 * @param parallel throughput by parallelism
 * @param checkpoints by the share of keys that changed since the last
 * @param moves of the state: restores, a recovery, rescaling
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ScaleResult(
    String model, int keys, List<Parallel> parallel, List<Written> checkpoints, List<Moved> moves) {

  /**
   * The job at a parallelism; events are fed, and predictions counted, by one task.
   *
   * @param cpuUsPerEvent processor time of all threads per event
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Parallel(int parallelism, double eventsPerS, double cpuUsPerEvent) {}

  /**
   * A checkpoint, the median of several.
   *
   * @param changed share of all keys that had events since the last
   * @param ms from its trigger to its end
   * @param bytes that were written
   * @param stateBytes that it holds
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Written(double changed, double ms, double bytes, double stateBytes) {}

  /**
   * State that went from one run of a job to the next.
   *
   * @param how what was done
   * @param bytes of what was restored
   * @param writeMs until the state was written and the job had ended; 0 where it was killed
   * @param readMs from there to the first event that was completed again
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Moved(String how, long bytes, double writeMs, double readMs) {

    /** Seconds from the end of the old job to the first event of the new one, per 10^9 bytes. */
    public double readSPerGb() {
      return readMs / 1e3 / (bytes / 1e9);
    }
  }
}
