/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.bench.load.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to run.
 *
 * @param jobs by their names on the command line, one or more
 * @param length of the input
 * @param interval between two looks
 * @param folder of the cluster, which nobody else uses
 * @param out folder for what was seen
 */
public record SoakSettings(
    List<String> jobs, Duration length, long seed, Duration interval, Path folder, Path out) {
  /** The shortest run, in which every tide has a few samples. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  private static final int SAMPLES_OF_A_TIDE = 3;

  public SoakSettings {
    jobs = List.copyOf(jobs);
    Subjects.requireNames(jobs);
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%d s are too short: give %d minute or more"
              .formatted(length.toSeconds(), SHORTEST.toMinutes()));
    }
    Duration longest = length.dividedBy(Tide.TIDES * SAMPLES_OF_A_TIDE);
    if (interval.isZero() || interval.isNegative() || interval.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "a look every %d s: give 1 to %d".formatted(interval.toSeconds(), longest.toSeconds()));
    }
  }
}
