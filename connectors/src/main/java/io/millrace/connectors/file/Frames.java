/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

import io.millrace.connectors.avro.FrameFactory;
import java.time.Instant;
import java.util.Iterator;

/**
 * The blocks of a recording as frames of one stream: sample n was taken n / rate seconds after the
 * start, rounded to milliseconds.
 */
public final class Frames<T> implements Iterator<T> {
  private final Recording recording;
  private final String streamId;
  private final long startMillis;
  private final FrameFactory<? super Recording, T> factory;

  /**
   * @param start when the first sample was taken
   * @param factory makes a frame; gets the recording as context
   */
  public Frames(
      Recording recording,
      String streamId,
      Instant start,
      FrameFactory<? super Recording, T> factory) {
    this.recording = recording;
    this.streamId = streamId;
    this.startMillis = start.toEpochMilli();
    this.factory = factory;
  }

  @Override
  public boolean hasNext() {
    return recording.hasNext();
  }

  @Override
  public T next() {
    SampleBlock block = recording.next();
    float rate = recording.samplingRate();
    long offset = Math.round(block.sequence() * 1000.0 / rate);
    return factory.frame(
        recording,
        streamId,
        block.sequence(),
        startMillis + offset,
        rate,
        block.channels(),
        block.samples());
  }
}
