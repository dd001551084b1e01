/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to run.
 *
 * @param jobs by their names on the command line, one or more
 * @param length of the input
 * @param faults that may come, one or more
 * @param folder of the cluster, which nobody else uses
 */
public record ChaosSettings(
    List<String> jobs, Duration length, long seed, List<FaultKind> faults, Path folder) {
  /** All jobs. */
  public static final List<String> JOBS =
      List.of("streaming-cnn", "drift-moe", "temporal-graph", "parameter-aggregation");

  /** The shortest run: its beginning, a fault and its end. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  public ChaosSettings {
    jobs = List.copyOf(jobs);
    faults = List.copyOf(faults);
    for (String job : jobs) {
      if (!JOBS.contains(job)) {
        throw new IllegalArgumentException(
            "there is no job '" + job + "': give " + String.join(", ", JOBS) + " or all");
      }
    }
    if (jobs.isEmpty() || faults.isEmpty()) {
      throw new IllegalArgumentException("no jobs or no faults: give one at least");
    }
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%d s are too short for a fault: give %d minute or more"
              .formatted(length.toSeconds(), SHORTEST.toMinutes()));
    }
  }
}
