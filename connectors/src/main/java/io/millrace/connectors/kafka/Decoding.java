/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes records; what cannot be decoded goes to the side output {@link DeadLetters#TAG} with its
 * bytes and the reason, and the next record is processed. The metric {@code recordsRejected} counts
 * them.
 */
public final class Decoding<T> extends ProcessFunction<KafkaRecord, T> {
  private static final long serialVersionUID = 1;

  private final RecordDecoder<T> decoder;
  private final String source;
  private transient Counter rejected;

  /**
   * @param source the name of the operator, for the dead letters
   */
  public Decoding(RecordDecoder<T> decoder, String source) {
    this.decoder = decoder;
    this.source = source;
  }

  @Override
  public void open(OpenContext context) {
    rejected = getRuntimeContext().getMetricGroup().counter("recordsRejected");
  }

  @Override
  public void processElement(KafkaRecord record, Context context, Collector<T> out) {
    T value;
    try {
      value = decoder.decode(record);
    } catch (DecodingException e) {
      reject(record, e.getMessage(), context);
      return;
    } catch (RuntimeException e) {
      // A decoder's own mistake: stopping would only meet the same record again after the restart.
      reject(record, "the decoder failed: " + e, context);
      return;
    }
    out.collect(value);
  }

  private void reject(KafkaRecord record, String reason, Context context) {
    rejected.inc();
    DeadLetter letter =
        DeadLetters.of(record, reason, source, context.timerService().currentProcessingTime());
    context.output(DeadLetters.TAG, letter);
  }
}
