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
import io.millrace.models.signal.Origin;
import io.millrace.schemas.WorkerHeartbeat;

/** Heartbeats and the records that hold them. */
final class Heartbeats implements RecordDecoder<CohortEvent> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<WorkerHeartbeat> codec = RecordCodec.of(WorkerHeartbeat.class);

  @Override
  public CohortEvent decode(KafkaRecord record) throws DecodingException {
    WorkerHeartbeat beat = codec.decode(record.value());
    if (beat.getWorker().isEmpty()) {
      throw new DecodingException("a heartbeat names no worker");
    }
    Ids.require("worker's name", beat.getWorker());
    try {
      return new Heartbeat(
          UpdateHeader.checkedKey(beat.getModel(), beat.getCohort()),
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
