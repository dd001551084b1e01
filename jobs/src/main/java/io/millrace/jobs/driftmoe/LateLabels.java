/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.InstanceLabel;
import java.time.Instant;

/** Labels and the records that hold them. */
public final class LateLabels implements RecordDecoder<LateLabel> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<InstanceLabel> codec = RecordCodec.of(InstanceLabel.class);

  @Override
  public LateLabel decode(KafkaRecord record) throws DecodingException {
    InstanceLabel label = codec.decode(record.value());
    return new LateLabel(
        label.getStreamId(),
        label.getInstanceId(),
        label.getEventTime().toEpochMilli(),
        Instances.label(label.getLabel()),
        new Origin(record.topic(), record.partition(), record.offset()));
  }

  /** The record of a label. */
  public static InstanceLabel record(LateLabel label) {
    return new InstanceLabel(
        label.streamId(),
        label.instanceId(),
        Instant.ofEpochMilli(label.timeMillis()),
        Instances.value(label.label()));
  }
}
