/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.origin.Origin;
import io.millrace.operators.aggregation.AggregationOutputs;
import io.millrace.operators.aggregation.AggregationSettings;
import io.millrace.operators.aggregation.PartCheck;
import io.millrace.operators.aggregation.PartRefusedException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads and checks parts of updates: what is sound goes on, as a notice to whoever decides and as
 * chunks to their shards; what is not becomes a dead letter that names the worker.
 */
final class ReadUpdates extends ProcessFunction<KafkaRecord, CohortEvent> {
  private static final long serialVersionUID = 1L;

  private final UpdateRecords records = new UpdateRecords();
  private final AggregationSettings settings;
  private final long aheadMillis;
  private final String source;
  private transient PartCheck check;
  private transient Counter rejected;

  ReadUpdates(AggregationSettings settings, Duration ahead, String source) {
    this.settings = settings;
    this.aheadMillis = ahead.toMillis();
    this.source = source;
  }

  @Override
  public void open(OpenContext context) {
    check = new PartCheck(settings);
    rejected = getRuntimeContext().getMetricGroup().counter("recordsRejected");
  }

  @Override
  public void processElement(KafkaRecord record, Context context, Collector<CohortEvent> out) {
    UpdatePart part;
    try {
      part = records.decode(record.value());
      requireTime(part, record);
    } catch (DecodingException e) {
      reject(record, e.getMessage(), context);
      return;
    }
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    try {
      out.collect(
          check.check(part, origin, chunk -> context.output(AggregationOutputs.CHUNKS, chunk)));
    } catch (PartRefusedException e) {
      reject(record, e.getMessage(), context);
      if (e.condemning()) {
        out.collect(PartCheck.notice(part.header(), e.getMessage(), origin));
      }
    }
  }

  private void requireTime(UpdatePart part, KafkaRecord record) throws DecodingException {
    long time = part.header().timeMillis();
    if (UpdateMarks.isAhead(time, record, aheadMillis)) {
      throw new DecodingException(
          part.header().id()
              + " has event time "
              + time
              + " ms, more than "
              + Duration.ofMillis(aheadMillis)
              + " ahead of the broker's clock, "
              + Instant.ofEpochMilli(record.timestamp()));
    }
  }

  private void reject(KafkaRecord record, String reason, Context context) {
    rejected.inc();
    context.output(
        DeadLetters.TAG,
        DeadLetters.of(record, reason, source, context.timerService().currentProcessingTime()));
  }
}
