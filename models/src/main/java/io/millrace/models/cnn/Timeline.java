/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn;

/**
 * When a stream is stepped and when it predicts, in sample positions from the stream's start.
 *
 * <p>Window i covers samples [i * hop, i * hop + window) and may be predicted once {@code delay}
 * more samples are in. The engine steps in chunks of {@code granule} samples, the hop itself where
 * the hop is aligned. Chunks end where windows do; the first may therefore be shorter, and is
 * filled up in front.
 *
 * @param window window length L in samples
 * @param hop samples between two predictions, S
 * @param granule samples per engine step
 * @param delay look-ahead in samples beyond the window's end
 */
public record Timeline(int window, int hop, int granule, int delay) {
  public Timeline {
    if (window < 1 || hop < 1 || granule < 1 || delay < 0) {
      throw new IllegalArgumentException(
          "window, hop and granule must be positive and delay not negative: window="
              + window
              + " hop="
              + hop
              + " granule="
              + granule
              + " delay="
              + delay);
    }
  }

  /** Samples in the first chunk, in [1, granule]. */
  public int firstChunk() {
    int rest = (window + delay) % granule;
    return rest == 0 ? granule : rest;
  }

  /** Samples consumed once so many chunks are complete. */
  public long position(long chunks) {
    return chunks == 0 ? 0 : firstChunk() + (chunks - 1) * (long) granule;
  }

  /**
   * Predictions due at the end of chunk number {@code chunks} (1-based): those of windows that end
   * before the next chunk does.
   */
  public int emissions(long chunks) {
    return Math.toIntExact(emittedBy(position(chunks + 1)) - emittedBy(position(chunks)));
  }

  /**
   * The end (exclusive sample position) of the window of the k-th prediction (0-based) due at the
   * end of a chunk.
   */
  public long windowEnd(long chunks, int k) {
    return (emittedBy(position(chunks)) + k) * hop + phase();
  }

  /**
   * Whether the chunk's end still lies before the first complete window, so that predictions rest
   * on filled-up samples.
   */
  public boolean warming(long chunks) {
    return position(chunks) < window + (long) delay;
  }

  // Windows, incomplete ones included, end at phase + n * hop (n >= 0), delay later they are due.
  private int phase() {
    int rest = window % hop;
    return rest == 0 ? hop : rest;
  }

  /** Windows due strictly before the position. */
  private long emittedBy(long position) {
    long last = position - 1 - delay - phase();
    return last < 0 ? 0 : last / hop + 1;
  }
}
