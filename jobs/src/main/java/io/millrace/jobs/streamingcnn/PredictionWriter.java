/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.SignalPredictions;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.signal.Prediction;
import java.util.Map;

/** Predictions as records, keyed by stream and stamped with the time of their writing. */
final class PredictionWriter implements RecordWriter<Prediction> {
  private static final long serialVersionUID = 1L;

  private final SignalPredictions messages = SignalPredictions.singleObject();

  @Override
  public byte[] key(Prediction prediction) {
    return KafkaEnds.key(prediction.streamId());
  }

  @Override
  public byte[] value(Prediction prediction) {
    return messages.encode(
        prediction.streamId(),
        prediction.windowEnd(),
        prediction.windowEndMillis(),
        prediction.outputs(),
        prediction.label(),
        prediction.modelVersion(),
        prediction.warming(),
        System.currentTimeMillis(),
        Map.of());
  }

  @Override
  public byte[] id(Prediction prediction) {
    return SignalPredictions.id(
        prediction.streamId(), prediction.windowEnd(), prediction.modelVersion());
  }
}
