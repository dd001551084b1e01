/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a benchmark of online learners found. Measures are shares.
 *
 * @param streams in the order they ran
 */
public record DriftBenchResult(List<StreamResult> streams) {
  /**
   * @param instances of each run
   * @param seeds that it ran with; 1 for a stream from a file
   */
  public record StreamResult(String name, long instances, int seeds, List<LearnerResult> results) {}

  /**
   * One learner on one stream: means over the seeds.
   *
   * @param engine millrace or moa
   * @param accuracySd standard deviation of the accuracy over the seeds; 0 when there is one
   * @param bytes as it is stored: the pieces of our state, MOA's serialised object
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LearnerResult(
      String learner,
      String engine,
      double accuracy,
      double accuracySd,
      double kappaM,
      double kappaT,
      double instancesPerS,
      long bytes) {
    static LearnerResult of(String learner, String engine, List<RaceResult> runs) {
      double accuracy = mean(runs, RaceResult::accuracy);
      double squares = 0;
      for (RaceResult run : runs) {
        squares += (run.accuracy() - accuracy) * (run.accuracy() - accuracy);
      }
      return new LearnerResult(
          learner,
          engine,
          accuracy,
          runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1)),
          mean(runs, RaceResult::kappaM),
          mean(runs, RaceResult::kappaT),
          mean(runs, RaceResult::instancesPerS),
          Math.round(mean(runs, RaceResult::bytes)));
    }

    private static double mean(List<RaceResult> runs, ToDoubleFunction<RaceResult> measure) {
      return runs.stream().mapToDouble(measure).average().orElse(0);
    }
  }
}
