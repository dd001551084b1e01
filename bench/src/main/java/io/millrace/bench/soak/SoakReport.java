/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.bench.load.LoadReport;
import java.time.Duration;
import java.util.List;

/**
 * How it went.
 *
 * @param events that were sent
 * @param expectedAnswers that are due to them
 * @param answers that came
 * @param restarts of processes, and failures of jobs, that one did not stop in order among them
 * @param trends of all that was watched
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SoakReport(
    double minutes,
    long events,
    long expectedAnswers,
    long answers,
    int restarts,
    List<Trend> trends)
    implements LoadReport {
  public SoakReport {
    trends = List.copyOf(trends);
  }

  /** What was watched, of a run of which nothing else is known. */
  public static SoakReport of(Series series, Duration length) {
    return new SoakReport(length.toSeconds() / 60.0, 0, 0, 0, 0, series.trends(length));
  }

  /** The same with a failure more. */
  SoakReport withFailure() {
    return new SoakReport(minutes, events, expectedAnswers, answers, restarts + 1, trends);
  }

  /** Whether all was answered, nothing had to be started again, and nothing grew. */
  @Override
  public boolean isClean() {
    return answers == expectedAnswers
        && restarts == 0
        && !trends.isEmpty()
        && trends.stream().allMatch(Trend::flat);
  }
}
