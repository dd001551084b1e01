/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.Ids;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.schemas.ModelReference;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes announcements of the references that are meant for this task. A tombstone announces
 * nothing: a model is replaced, never withdrawn.
 */
final class ModelReferences extends ProcessFunction<KafkaRecord, ModelAnnouncement> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<ModelReference> codec;
  private final String source;

  ModelReferences(RecordCodec<ModelReference> codec, String source) {
    this.codec = codec;
    this.source = source;
  }

  @Override
  public void processElement(
      KafkaRecord record, Context context, Collector<ModelAnnouncement> out) {
    if (record.value() == null) {
      return;
    }
    try {
      ModelReference reference = codec.decode(record.value());
      Ids.require("model's name", reference.getModel());
      Ids.require("model's version", reference.getVersion());
      String task = reference.getTask();
      if (task.isEmpty() || task.equals(ModelManifest.STREAMING_CNN)) {
        out.collect(announcement(reference));
      }
    } catch (DecodingException | IllegalArgumentException e) {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record, e.getMessage(), source, context.timerService().currentProcessingTime()));
    }
  }

  private static ModelAnnouncement announcement(ModelReference reference) {
    return new ModelAnnouncement(
        reference.getModel(),
        reference.getVersion(),
        reference.getUri(),
        reference.getSha256(),
        reference.getPublishedAt().toEpochMilli(),
        Migration.parse(reference.getMigration()));
  }
}
