/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.models.drift.evaluate.Scores;
import java.util.List;

/**
 * What an evaluation found. All measures are shares, as in {@link Scores}.
 *
 * @param stream its name or file
 * @param instances tested
 * @param instancesPerS tested, judged and trained per second: by the learner alone in one thread,
 *     or through Kafka and the job, from the first that was sent to the last prediction committed
 * @param stateBytes of all pieces of the learner's state in the end
 * @param delay of labels in instances
 * @param classes met
 * @param windows one after the other, none twice in two
 * @param kafka how the predictions of the job compare with the learner alone, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DriftReport(
    String stream,
    String learner,
    long instances,
    double accuracy,
    double kappaM,
    double kappaT,
    double instancesPerS,
    long stateBytes,
    double kappa,
    double f1,
    double gMean,
    double logLoss,
    double calibrationError,
    long unlabelled,
    int classes,
    long seed,
    int delay,
    List<WindowReport> windows,
    @JsonInclude(JsonInclude.Include.NON_NULL) KafkaComparison kafka) {

  /**
   * The measures of some instances in a row.
   *
   * @param end how many instances of the stream had been tested then
   * @param instances in the window
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record WindowReport(
      long end,
      long instances,
      double accuracy,
      double kappaM,
      double kappaT,
      double f1,
      double gMean,
      double logLoss,
      double calibrationError) {
    static WindowReport of(long end, Scores scores) {
      return new WindowReport(
          end,
          Math.round(scores.instances()),
          scores.accuracy(),
          scores.kappaM(),
          scores.kappaTemporal(),
          scores.f1(),
          scores.gMean(),
          scores.logLoss(),
          scores.calibrationError());
    }
  }
}
