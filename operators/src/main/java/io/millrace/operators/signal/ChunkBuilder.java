/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.cnn.Timeline;
import io.millrace.state.signal.SignalState;

/**
 * Cuts a contiguous run of samples into the chunks of a timeline, normalising each as y = (x -
 * offset) * scale per channel.
 */
final class ChunkBuilder {
  private final Timeline timeline;
  private final int channels;
  private final float[] offset;
  private final float[] scale;

  /**
   * @param offset per channel
   * @param scale per channel
   */
  ChunkBuilder(Timeline timeline, int channels, float[] offset, float[] scale) {
    this.timeline = timeline;
    this.channels = channels;
    this.offset = offset;
    this.scale = scale;
  }

  /** Appends samples to the stream, from number {@code from} of the array on. */
  void append(SignalState state, float[] samples, int from, int count, ChunkSink sink) {
    drain(state, sink);
    int at = from;
    int end = from + count;
    for (int need = chunkSize(state) - state.pendingSamples(); end - at >= need; ) {
      Chunk chunk = open(state, sink);
      int begin = timeline.granule() - chunkSize(state);
      int pending = state.pendingSamples();
      copy(state.pending(), 0, chunk.rows, begin, pending);
      copy(samples, at, chunk.rows, begin + pending, need);
      state.take(pending);
      state.pass(samples, at, need);
      at += need;
      sink.add(chunk);
      need = timeline.granule();
    }
    if (at < end) {
      state.keep(samples, at, end - at);
      state.pass(samples, at, end - at);
    }
  }

  /** Cuts what is pending; there is a chunk in it only after the timeline changed. */
  private void drain(SignalState state, ChunkSink sink) {
    for (int size; state.pendingSamples() >= (size = chunkSize(state)); ) {
      Chunk chunk = open(state, sink);
      copy(state.pending(), 0, chunk.rows, timeline.granule() - size, size);
      state.take(size);
      sink.add(chunk);
    }
  }

  private int chunkSize(SignalState state) {
    return state.consumed() == 0 ? timeline.firstChunk() : timeline.granule();
  }

  private Chunk open(SignalState state, ChunkSink sink) {
    Chunk chunk = sink.blank();
    chunk.first = state.consumed() == 0;
    chunk.origin = state.origin();
    chunk.anchorSequence = state.anchorSequence();
    chunk.anchorMillis = state.anchorMillis();
    chunk.samplingRate = state.samplingRate();
    chunk.next = null;
    return chunk;
  }

  private void copy(float[] from, int fromSample, float[] to, int toSample, int count) {
    int in = fromSample * channels;
    int out = toSample * channels;
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < channels; c++) {
        to[out++] = (from[in++] - offset[c]) * scale[c];
      }
    }
  }
}
