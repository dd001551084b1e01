/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.state.signal.SignalTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Puts a {@link StreamingCnnOperator} into a job. */
public final class StreamInference {
  private StreamInference() {}

  /**
   * Keys the frames by stream id, broadcasts the announcements, and predicts.
   *
   * @param name of the operator, and its uid; it must not change between releases
   */
  public static SingleOutputStreamOperator<Prediction> attach(
      DataStream<Frame> frames,
      DataStream<ModelAnnouncement> models,
      StreamingCnnSettings settings,
      String name) {
    return frames
        .keyBy(Frame::streamId)
        .connect(models.broadcast())
        .transform(name, SignalTypes.PREDICTION, new StreamingCnnOperator(settings))
        .uid(name)
        .name(name);
  }
}
