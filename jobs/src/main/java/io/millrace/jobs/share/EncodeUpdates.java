/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.jobs.parameteraggregation.UpdateRecords;
import io.millrace.jobs.worker.UpdateParts;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Makes updates for the aggregation job of what learners tell, in as many records as it takes. The
 * id of an update follows from where its learner stood, so that one which a restored job sends
 * again does not count again.
 *
 * @param <E> what learners tell
 */
public final class EncodeUpdates<E> implements FlatMapFunction<E, KafkaRecord> {
  private static final long serialVersionUID = 1L;

  private final UpdateRecords records = new UpdateRecords();
  private final Telling<E> telling;

  /** What is in an event of a learner. */
  public interface Telling<E> extends Serializable {
    UpdateHeader header(E event);

    /** All parameters in a row. */
    float[] values(E event);
  }

  public EncodeUpdates(Telling<E> telling) {
    this.telling = telling;
  }

  @Override
  public void flatMap(E event, Collector<KafkaRecord> out) {
    UpdateHeader header = telling.header(event);
    byte[] worker = header.contribution().worker().getBytes(UTF_8);
    float[][] tensors = split(telling.values(event), header.shape());
    UpdateParts.forEach(
        header,
        tensors,
        (fragment, values, at) -> Chunk.encode(Codecs.FP32, fragment, values, at, 0),
        part -> out.collect(record(worker, header, part)));
  }

  private KafkaRecord record(byte[] worker, UpdateHeader header, UpdatePart part) {
    return new KafkaRecord("", -1, -1, header.timeMillis(), worker, records.encode(part), Map.of());
  }

  private static float[][] split(float[] values, ModelShape shape) {
    float[][] tensors = new float[shape.tensors().size()][];
    int at = 0;
    for (int t = 0; t < tensors.length; t++) {
      TensorShape tensor = shape.tensors().get(t);
      tensors[t] = Arrays.copyOfRange(values, at, at + (int) tensor.values());
      at += tensors[t].length;
    }
    return tensors;
  }
}
