/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.SampleBlock;
import io.millrace.connectors.kafka.ProduceException;
import java.io.IOException;
import java.util.Arrays;

/** A recording from a file as a stream, its samples multiplied by a factor. */
public final class RecordingSignal implements Signal {
  private final String streamId;
  private final Recording recording;
  private final long length;
  private final float factor;
  private float[] block = {};
  private int taken;

  /**
   * A recording from its first sample on; closing the signal closes it.
   *
   * @param length samples per channel, for recordings that do not know it
   * @param factor that turns the recording's unit into the one wanted
   */
  public RecordingSignal(String streamId, Recording recording, long length, float factor) {
    this.streamId = streamId;
    this.recording = recording;
    this.length = length;
    this.factor = factor;
  }

  @Override
  public String streamId() {
    return streamId;
  }

  @Override
  public float samplingRate() {
    return recording.samplingRate();
  }

  @Override
  public int channels() {
    return recording.channels().size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public float[] read(int count) {
    float[] samples = new float[count * channels()];
    int filled = 0;
    while (filled < samples.length && (taken < block.length || advance())) {
      int part = Math.min(samples.length - filled, block.length - taken);
      for (int i = 0; i < part; i++) {
        samples[filled + i] = block[taken + i] * factor;
      }
      filled += part;
      taken += part;
    }
    return filled == samples.length ? samples : Arrays.copyOf(samples, filled);
  }

  private boolean advance() {
    if (!recording.hasNext()) {
      return false;
    }
    SampleBlock next = recording.next();
    block = next.samples();
    taken = 0;
    return true;
  }

  @Override
  public void close() {
    try {
      recording.close();
    } catch (IOException e) {
      throw new ProduceException("the recording of " + streamId + " cannot be closed", e);
    }
  }
}
