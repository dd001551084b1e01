/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.Ids;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.origin.Origin;
import io.millrace.operators.aggregation.AggregationSettings;
import io.millrace.schemas.WorkerHeartbeat;

/**
 * Heartbeats and the records that hold them. They are not signed: what they say is believed of
 * models and workers that the configuration names, where it names any.
 */
final class Heartbeats implements RecordDecoder<CohortEvent> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<WorkerHeartbeat> codec = RecordCodec.of(WorkerHeartbeat.class);
  private final AggregationSettings.Bounds bounds;

  Heartbeats(AggregationSettings.Bounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public CohortEvent decode(KafkaRecord record) throws DecodingException {
    WorkerHeartbeat beat = codec.decode(record.value());
    if (beat.getWorker().isEmpty()) {
      throw new DecodingException("a heartbeat names no worker");
    }
    Ids.require("worker's name", beat.getWorker());
    try {
      String key = UpdateHeader.checkedKey(beat.getModel(), beat.getCohort());
      bounds.requireModel(key);
      bounds.requireWorker(beat.getWorker());
      return new Heartbeat(
          key,
          beat.getWorker(),
          beat.getEventTime().toEpochMilli(),
          beat.getLeaving(),
          new Origin(record.topic(), record.partition(), record.offset()));
    } catch (IllegalArgumentException e) {
      throw new DecodingException(
          "heartbeat of worker '" + beat.getWorker() + "': " + e.getMessage(), e);
    }
  }
}
