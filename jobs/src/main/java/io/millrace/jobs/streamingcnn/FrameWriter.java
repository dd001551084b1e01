/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.signal.Frame;

/** Frames as records, keyed by stream. */
final class FrameWriter implements RecordWriter<Frame> {
  private static final long serialVersionUID = 1L;

  private final SignalFrames messages = SignalFrames.singleObject();

  @Override
  public byte[] key(Frame frame) {
    return KafkaEnds.key(frame.streamId());
  }

  @Override
  public byte[] value(Frame frame) {
    return messages.encode(
        frame.streamId(),
        frame.sequence(),
        frame.timeMillis(),
        frame.samplingRate(),
        frame.channels(),
        frame.samples());
  }

  @Override
  public byte[] id(Frame frame) {
    return KafkaEnds.key(frame.streamId() + '/' + frame.sequence());
  }
}
