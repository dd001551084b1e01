/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.ring;

import java.util.Arrays;

/**
 * The newest samples of a signal by their number; what is missing is NaN. Samples may come late or
 * twice; those older than the window are passed over. Not thread-safe.
 */
public final class Waveform {
  private final float[] samples;
  private long end;
  private boolean any;

  /**
   * @param capacity samples of the window, above 0
   * @throws IllegalArgumentException when it is not
   */
  public Waveform(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", must be above 0");
    }
    samples = new float[capacity];
    Arrays.fill(samples, Float.NaN);
  }

  /** Writes a sample. */
  public void put(long sequence, float value) {
    if (!any) {
      end = sequence;
      any = true;
    }
    if (sequence < end - samples.length) {
      return;
    }
    if (sequence >= end) {
      // What lies between was not seen, or not yet.
      long from = Math.max(end, sequence - samples.length + 1);
      for (long missing = from; missing < sequence; missing++) {
        samples[slot(missing)] = Float.NaN;
      }
      end = sequence + 1;
    }
    samples[slot(sequence)] = value;
  }

  private int slot(long sequence) {
    return (int) Math.floorMod(sequence, (long) samples.length);
  }

  /** The number of the sample after the newest; 0 when there is none. */
  public long end() {
    return end;
  }

  /**
   * The newest samples, the oldest first.
   *
   * @return as many as wanted, or all that the window has
   */
  public float[] last(int wanted) {
    int count = Math.min(wanted, samples.length);
    float[] last = new float[count];
    for (int i = 0; i < count; i++) {
      last[i] = any ? samples[slot(end - count + i)] : Float.NaN;
    }
    return last;
  }
}
