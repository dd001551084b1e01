/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;

/**
 * Frames of many streams, a hop each, made from one synthetic electrocardiogram: frames cost next
 * to nothing, and what a network computes does not depend on whose samples they are.
 */
final class FrameFeed implements Feed<Frame> {
  private static final long serialVersionUID = 1L;
  private static final int POOL = 512;
  private static final long START_MILLIS = 1_700_000_000_000L;

  private final KeyOrder order;
  private final int hop;
  private transient String[] ids;
  private transient float[][] pool;

  FrameFeed(int keys, int hop) {
    this.order = new KeyOrder(keys);
    this.hop = hop;
  }

  /** The frame of an event; events of a stream follow each other without a gap. */
  @Override
  public Frame event(long event) {
    if (pool == null) {
      prepare();
    }
    int key = order.key(event);
    long cycle = order.cycle(event);
    long sequence = cycle * hop;
    long millis = START_MILLIS + Math.round(sequence * 1000.0 / SyntheticSignal.SAMPLING_RATE);
    return new Frame(
        ids[key], sequence, millis, SyntheticSignal.SAMPLING_RATE, 1, samples(event), Origin.NONE);
  }

  /** The samples of an event's frame, in millivolts; shared, not to be changed. */
  float[] samples(long event) {
    if (pool == null) {
      prepare();
    }
    return pool[(int) ((order.key(event) * 31L + order.cycle(event)) % POOL)];
  }

  KeyOrder order() {
    return order;
  }

  private void prepare() {
    ids = new String[order.keys()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "device-" + i;
    }
    float[][] frames = new float[POOL][];
    try (var signal = SyntheticSignal.patients(1, 1, (long) POOL * hop).get(0)) {
      for (int i = 0; i < POOL; i++) {
        frames[i] = signal.read(hop);
      }
    }
    pool = frames;
  }
}
