/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import io.millrace.bench.signal.Streams;
import io.millrace.bench.signal.TestSignals;
import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;

/** Streams that are stepped together, chunk after chunk, over and over. */
final class StreamedBatch implements AutoCloseable {
  /** So many chunks are stepped through in turn; enough that no two calls see the same samples. */
  private static final int CHUNKS = 8;

  private final StreamingCnn cnn;
  private final StreamingCnn.Session session;
  private final CnnState[] states;
  private final float[][] outputs;
  private final float[][][] chunks = new float[CHUNKS][][];
  private final float[] windows;
  private final float[][] first;
  private int next;

  /** Warms all streams up to their first full window. */
  StreamedBatch(StreamingCnn cnn, int batch, long seed) {
    this.cnn = cnn;
    this.session = cnn.session();
    this.states = new CnnState[batch];
    this.outputs = new float[batch][cnn.outputSize()];
    long full = Streams.firstFull(cnn.timeline());
    int samples = Math.toIntExact(cnn.timeline().position(full + CHUNKS));
    float[][] signals = new float[batch][];
    for (int b = 0; b < batch; b++) {
      signals[b] = TestSignals.noise(cnn.channels(), samples, seed + b);
      states[b] = cnn.newState();
    }
    Streams streams = new Streams(cnn.timeline(), cnn.channels(), signals);
    for (long chunk = 1; chunk <= full; chunk++) {
      session.advance(states, streams.chunk(chunk), batch);
    }
    for (int i = 0; i < CHUNKS; i++) {
      chunks[i] = streams.chunk(full + 1 + i);
    }
    session.predict(states, outputs, batch);
    this.windows = streams.windows(full, 0);
    this.first = copy(outputs);
  }

  /** The first full windows, (stream, channel, time). */
  float[] windows() {
    return windows;
  }

  /** What streaming predicted for the first full windows. */
  float[][] first() {
    return first;
  }

  int size() {
    return states.length;
  }

  /** Takes every stream a hop further and predicts. */
  void hop() {
    session.advance(states, chunks[next], states.length);
    session.predict(states, outputs, states.length);
    next = (next + 1) % CHUNKS;
  }

  private static float[][] copy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  @Override
  public void close() {
    session.close();
    cnn.close();
  }
}
