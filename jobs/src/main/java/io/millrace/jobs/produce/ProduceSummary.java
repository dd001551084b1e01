/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * What was sent.
 *
 * @param frames that the brokers have taken
 * @param samples in these, per channel
 * @param signalSeconds of all streams together
 * @param seconds wall time
 * @param start event time of the first samples
 * @param interrupted whether somebody ended it before the signals did
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ProduceSummary(
    String topic,
    int streams,
    long frames,
    long samples,
    double signalSeconds,
    double seconds,
    double framesPerSecond,
    String start,
    boolean interrupted) {

  static ProduceSummary of(
      String topic,
      int streams,
      long frames,
      long samples,
      double signalSeconds,
      double seconds,
      Instant start,
      boolean interrupted) {
    return new ProduceSummary(
        topic,
        streams,
        frames,
        samples,
        signalSeconds,
        seconds,
        seconds > 0 ? frames / seconds : 0,
        start.toString(),
        interrupted);
  }
}
