/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.schemas.ModelReference;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads the versions that the learners of a job follow, from references to all models. A version
 * that cannot be read, or that no learner could go on from, becomes a dead letter.
 */
public final class ReadVersions extends ProcessFunction<KafkaRecord, ParameterVersion> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<ModelReference> codec = RecordCodec.of(ModelReference.class);

  @SuppressWarnings("serial") // as serializable as its elements
  private final List<Versions> followed;

  private final String source;
  private transient Counter rejected;

  /**
   * @param source the name of the operator, for the dead letters
   */
  public ReadVersions(List<Versions> followed, String source) {
    this.followed = List.copyOf(followed);
    this.source = source;
  }

  @Override
  public void open(OpenContext context) {
    rejected = getRuntimeContext().getMetricGroup().counter("recordsRejected");
  }

  @Override
  public void processElement(KafkaRecord record, Context context, Collector<ParameterVersion> out) {
    if (record.value() == null) {
      return;
    }
    ParameterVersion found = null;
    try {
      ModelReference reference = codec.decode(record.value());
      for (int i = 0; i < followed.size() && found == null; i++) {
        found = followed.get(i).read(reference);
      }
    } catch (DecodingException | RuntimeException e) {
      // A store that cannot be reached is no reason to stop learning: the next version comes.
      rejected.inc();
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record,
              e.getMessage() == null ? e.toString() : e.getMessage(),
              source,
              context.timerService().currentProcessingTime()));
      return;
    }
    if (found != null) {
      out.collect(found);
    }
  }
}
