/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;

/**
 * The network without Flink: in one thread, in bundles of the same size, over as many streams in
 * the same order as the job.
 */
final class BareNetwork implements Bare {
  private final StreamingCnn cnn;
  private final StreamingCnn.Session session;
  private final FrameFeed feed;
  private final int keys;
  private final CnnState[] all;
  private final CnnState[] states;
  private final float[][] chunks;
  private final float[][] outputs;
  private long event;

  BareNetwork(StreamingCnn cnn, FrameFeed feed, int bundle) {
    this.cnn = cnn;
    this.session = cnn.session();
    this.feed = feed;
    this.keys = feed.order().keys();
    int batch = Math.min(bundle, keys);
    this.all = new CnnState[keys];
    this.states = new CnnState[batch];
    this.chunks = new float[batch][];
    this.outputs = new float[batch][cnn.outputSize()];
  }

  /** Steps one bundle and predicts. */
  @Override
  public void step() {
    // A bundle ends where a cycle does: its streams must differ.
    int batch = (int) Math.min(states.length, keys - event % keys);
    for (int i = 0; i < batch; i++) {
      int key = feed.order().key(event + i);
      if (all[key] == null) {
        // Memory is laid out in order of arrival, as in the job.
        all[key] = cnn.newState();
      }
      states[i] = all[key];
      chunks[i] = feed.samples(event + i);
    }
    session.advance(states, chunks, batch);
    session.predict(states, outputs, batch);
    event += batch;
  }

  @Override
  public long events() {
    return event;
  }

  /** What the plan says that a stream takes. */
  @Override
  public long bytesPerKey() {
    return cnn.stateBytes();
  }

  @Override
  public void close() {
    session.close();
    cnn.close();
  }
}
