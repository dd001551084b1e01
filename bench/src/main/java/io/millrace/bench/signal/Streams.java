/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.signal;

import io.millrace.models.cnn.Timeline;

/**
 * Signals of several streams, cut both ways: into the chunks that a streamed network is stepped
 * with and into full windows.
 */
public final class Streams {
  private final Timeline timeline;
  private final int channels;
  private final float[][] signals;

  /**
   * @param signals per stream, channels-last; as long as the chunks and windows asked for
   */
  public Streams(Timeline timeline, int channels, float[][] signals) {
    this.timeline = timeline;
    this.channels = channels;
    this.signals = signals;
  }

  /** The first chunk (1-based) that completes a window within the signal. */
  public static long firstFull(Timeline timeline) {
    long chunk = 1;
    while (timeline.warming(chunk) || timeline.emissions(chunk) == 0) {
      chunk++;
    }
    return chunk;
  }

  /** The chunk of every stream: rows of channels, what lies before the signal is zero. */
  public float[][] chunk(long chunk) {
    int granule = timeline.granule();
    float[][] rows = new float[signals.length][granule * channels];
    long begin = timeline.position(chunk) - granule;
    int missing = (int) Math.max(0, -begin);
    for (int s = 0; s < signals.length; s++) {
      System.arraycopy(
          signals[s],
          (int) (begin + missing) * channels,
          rows[s],
          missing * channels,
          (granule - missing) * channels);
    }
    return rows;
  }

  /**
   * The windows that a prediction at a chunk's end speaks of.
   *
   * @param emission which of the predictions due then
   * @return (stream, channel, time)
   */
  public float[] windows(long chunk, int emission) {
    int window = timeline.window();
    int begin = Math.toIntExact(timeline.windowEnd(chunk, emission)) - window;
    float[] windows = new float[signals.length * channels * window];
    int to = 0;
    for (float[] signal : signals) {
      for (int c = 0; c < channels; c++) {
        for (int t = begin; t < begin + window; t++) {
          windows[to++] = signal[t * channels + c];
        }
      }
    }
    return windows;
  }
}
