/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.bench.load.LoadReport;
import java.time.Duration;
import java.util.List;

/**
 * How it went.
 *
 * @param traffic null where only what was watched is known
 * @param trends of all that was watched
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SoakReport(double minutes, @JsonUnwrapped Traffic traffic, List<Trend> trends)
    implements LoadReport {
  public SoakReport {
    trends = List.copyOf(trends);
  }

  /**
   * What the jobs were given, and what became of it.
   *
   * @param events that were sent
   * @param expectedAnswers that are due to them
   * @param answers that came
   * @param restarts of processes, and failures of jobs, that one did not stop in order among them
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Traffic(long events, long expectedAnswers, long answers, int restarts) {
    boolean isClean() {
      return answers == expectedAnswers && restarts == 0;
    }
  }

  /** What was watched, of a run of which nothing else is known. */
  public static SoakReport of(Series series, Duration length) {
    return new SoakReport(minutes(length), null, series.trends(length));
  }

  static double minutes(Duration length) {
    return length.toSeconds() / 60.0;
  }

  /** The same with a failure more. */
  SoakReport withFailure() {
    Traffic failed =
        new Traffic(
            traffic.events(), traffic.expectedAnswers(), traffic.answers(), traffic.restarts() + 1);
    return new SoakReport(minutes, failed, trends);
  }

  /** Whether all was answered, nothing had to be started again, and nothing grew. */
  @Override
  public boolean isClean() {
    return (traffic == null || traffic.isClean())
        && !trends.isEmpty()
        && trends.stream().allMatch(Trend::flat);
  }
}
