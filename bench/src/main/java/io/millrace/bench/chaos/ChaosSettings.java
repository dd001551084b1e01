/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.bench.load.Subjects;
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
  /** The shortest run: its beginning, a fault and its end. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  public ChaosSettings {
    jobs = List.copyOf(jobs);
    faults = List.copyOf(faults);
    Subjects.requireNames(jobs);
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("no faults: give one at least");
    }
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%d s are too short for a fault: give %d minute or more"
              .formatted(length.toSeconds(), SHORTEST.toMinutes()));
    }
  }
}
