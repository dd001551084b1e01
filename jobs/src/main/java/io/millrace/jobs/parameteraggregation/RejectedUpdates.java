/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.schemas.DeadLetter;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Makes dead letters of updates that were refused after their parts had been read: the envelope
 * without chunks, which remain in the topic of updates.
 */
final class RejectedUpdates implements MapFunction<RejectedUpdate, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final UpdateRecords records = new UpdateRecords();
  private final String source;

  RejectedUpdates(String source) {
    this.source = source;
  }

  @Override
  public DeadLetter map(RejectedUpdate rejected) {
    return DeadLetters.incomplete(
        DeadLetters.of(
            rejected.origin().topic(),
            rejected.origin().partition(),
            rejected.origin().offset(),
            rejected.header().contribution().worker().getBytes(UTF_8),
            records.encode(new UpdatePart(rejected.header(), List.of(), null)),
            rejected.reason(),
            source,
            System.currentTimeMillis()));
  }
}
