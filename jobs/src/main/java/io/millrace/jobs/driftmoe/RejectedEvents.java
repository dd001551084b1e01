/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.operators.reject.Rejected;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import org.apache.flink.api.common.functions.MapFunction;

/** Makes dead letters of events that do not fit their stream. */
final class RejectedEvents implements MapFunction<Rejected<DriftEvent>, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<LabelledInstance> instances = RecordCodec.of(LabelledInstance.class);
  private final RecordCodec<InstanceLabel> labels = RecordCodec.of(InstanceLabel.class);
  private final String source;

  RejectedEvents(String source) {
    this.source = source;
  }

  @Override
  public DeadLetter map(Rejected<DriftEvent> rejected) {
    DriftEvent event = rejected.record();
    byte[] payload =
        event instanceof Arrival arrival
            ? instances.encode(Instances.record(arrival))
            : labels.encode(LateLabels.record((LateLabel) event));
    return DeadLetters.of(
        event.origin().topic(),
        event.origin().partition(),
        event.origin().offset(),
        event.streamId().getBytes(UTF_8),
        payload,
        rejected.reason(),
        source,
        System.currentTimeMillis());
  }
}
