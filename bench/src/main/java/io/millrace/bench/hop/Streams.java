/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import io.millrace.models.cnn.Timeline;
import java.util.Random;

/**
 * Random signals of several streams, cut both ways: into the chunks that a streamed network is
 * stepped with and into full windows.
 */
final class Streams {
  private final Timeline timeline;
  private final int channels;
  private final float[][] signals;

  /**
   * @param chunks how many chunks each signal has
   */
  Streams(Timeline timeline, int channels, int streams, long chunks, long seed) {
    this.timeline = timeline;
    this.channels = channels;
    Random random = new Random(seed);
    int samples = Math.toIntExact(timeline.position(chunks));
    this.signals = new float[streams][samples * channels];
    for (float[] signal : signals) {
      for (int i = 0; i < signal.length; i++) {
        signal[i] = (float) random.nextGaussian();
      }
    }
  }

  /** The first chunk (1-based) whose window lies within the signal. */
  static long firstFull(Timeline timeline) {
    long chunk = 1;
    while (timeline.warming(chunk) || timeline.emissions(chunk) == 0) {
      chunk++;
    }
    return chunk;
  }

  /** The chunk of every stream: rows of channels, what lies before the signal is zero. */
  float[][] chunk(long chunk) {
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
   * The windows that the first prediction at the chunk's end speaks of: (stream, channel, time).
   */
  float[] windows(long chunk) {
    int window = timeline.window();
    int begin = Math.toIntExact(timeline.windowEnd(chunk, 0)) - window;
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
