/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.InstanceTimes;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.KafkaSources;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.drift.transit.DriftEvent;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Decodes instances or labels. One event from the far future would make all others late: one whose
 * time lies further ahead of the broker's clock than allowed is refused, and advances no watermark.
 */
final class DriftDecoder implements RecordDecoder<DriftEvent> {
  private static final long serialVersionUID = 1L;

  private final RecordDecoder<? extends DriftEvent> events;
  private final InstanceTimes times = InstanceTimes.singleObject();
  private final long aheadMillis;

  /**
   * @param ahead how far an event time may lie ahead of the broker's clock
   */
  DriftDecoder(RecordDecoder<? extends DriftEvent> events, Duration ahead) {
    this.events = events;
    this.aheadMillis = ahead.toMillis();
  }

  @Override
  public DriftEvent decode(KafkaRecord record) throws DecodingException {
    DriftEvent event = events.decode(record);
    if (isAhead(event.timeMillis(), record)) {
      throw new DecodingException(
          "event time "
              + event.timeMillis()
              + " ms lies more than "
              + Duration.ofMillis(aheadMillis)
              + " ahead of the broker's clock, "
              + Instant.ofEpochMilli(record.timestamp()));
    }
    return event;
  }

  WatermarkStrategy<KafkaRecord> watermarks(Duration disorder, Duration idle) {
    return KafkaSources.watermarks(disorder, idle, (record, timestamp) -> eventTime(record));
  }

  private long eventTime(KafkaRecord record) {
    long time = times.eventTime(record.value());
    return isAhead(time, record) ? Long.MIN_VALUE : time;
  }

  private boolean isAhead(long time, KafkaRecord record) {
    return record.timestamp() >= 0
        && time > record.timestamp()
        && time - record.timestamp() > aheadMillis;
  }
}
