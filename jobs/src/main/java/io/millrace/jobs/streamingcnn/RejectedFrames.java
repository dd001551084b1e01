/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.models.signal.Frame;
import io.millrace.operators.reject.Rejected;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.common.functions.MapFunction;

/** Makes dead letters of frames that do not fit the model. */
final class RejectedFrames implements MapFunction<Rejected<Frame>, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final SignalFrames frames = SignalFrames.singleObject();
  private final String source;

  RejectedFrames(String source) {
    this.source = source;
  }

  @Override
  public DeadLetter map(Rejected<Frame> rejected) {
    Frame frame = rejected.record();
    byte[] payload =
        frames.encode(
            frame.streamId(),
            frame.sequence(),
            frame.timeMillis(),
            frame.samplingRate(),
            frame.channels(),
            frame.samples());
    return DeadLetters.of(
        frame.origin().topic(),
        frame.origin().partition(),
        frame.origin().offset(),
        frame.streamId().getBytes(UTF_8),
        payload,
        rejected.reason(),
        source,
        System.currentTimeMillis());
  }
}
