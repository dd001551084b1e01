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
    return DeadLetters.of(
        event.origin().topic(),
        event.origin().partition(),
        event.origin().offset(),
        event.streamId().getBytes(UTF_8),
        payload(event),
        rejected.reason(),
        source,
        System.currentTimeMillis());
  }

  private byte[] payload(DriftEvent event) {
    if (event instanceof Arrival arrival) {
      return instances.encode(Instances.record(arrival));
    }
    // Parameters come of no topic yet: whoever sends some has them.
    return event instanceof LateLabel label ? labels.encode(LateLabels.record(label)) : new byte[0];
  }
}
