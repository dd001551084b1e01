/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.cnn;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for a network: the factor times the sum of each channel over the window, and the
 * number of hops. Exact for whole numbers. Its history is the last window + delay samples.
 */
public final class MovingSum implements StreamingCnn {
  private final Timeline timeline;
  private final int channels;
  private final float factor;
  private final long scaling;
  private final AtomicInteger open = new AtomicInteger(1);

  public MovingSum(Timeline timeline, int channels, float factor) {
    this(timeline, channels, factor, 0);
  }

  /**
   * @param scaling digest of how samples are scaled
   */
  public MovingSum(Timeline timeline, int channels, float factor, long scaling) {
    this.scaling = scaling;
    this.timeline = timeline;
    this.channels = channels;
    this.factor = factor;
  }

  /** What is open of this model: itself and its sessions. */
  public int open() {
    return open.get();
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int outputSize() {
    return channels;
  }

  @Override
  public long fingerprint() {
    long shape = timeline.window() * 31L + timeline.hop();
    shape = (shape * 31 + timeline.granule()) * 31 + timeline.delay();
    return (((shape * 31 + channels) << 32) + Float.floatToIntBits(factor)) ^ scaling;
  }

  @Override
  public int stateBytes() {
    return kept() * channels * Float.BYTES;
  }

  private int kept() {
    return timeline.window() + timeline.delay();
  }

  @Override
  public CnnState newState() {
    return new CnnState(fingerprint(), 0, new float[kept() * channels]);
  }

  @Override
  public Session session() {
    open.incrementAndGet();
    return new Session() {
      @Override
      public void advance(CnnState[] states, float[][] chunks, int batch) {
        for (int b = 0; b < batch; b++) {
          step(states[b], chunks[b]);
        }
      }

      @Override
      public void predict(CnnState[] states, float[][] outputs, int batch) {
        for (int b = 0; b < batch; b++) {
          sum(states[b].history(), outputs[b]);
        }
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private void step(CnnState state, float[] chunk) {
    if (state.fingerprint() != fingerprint()) {
      throw new IllegalArgumentException("state of another model");
    }
    float[] history = state.history();
    int fresh = state.hops() == 0 ? timeline.firstChunk() : timeline.granule();
    int skipped = timeline.granule() - fresh;
    for (int i = skipped; i < timeline.granule(); i++) {
      System.arraycopy(history, channels, history, 0, history.length - channels);
      System.arraycopy(chunk, i * channels, history, history.length - channels, channels);
    }
    state.advance();
  }

  private void sum(float[] history, float[] output) {
    for (int c = 0; c < channels; c++) {
      float sum = 0;
      for (int i = 0; i < timeline.window(); i++) {
        sum += history[i * channels + c];
      }
      output[c] = factor * sum;
    }
  }

  @Override
  public void close() {
    open.decrementAndGet();
  }
}
