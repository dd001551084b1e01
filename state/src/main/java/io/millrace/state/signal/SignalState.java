/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.signal.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator keeps of one signal stream: how far its samples are consumed, the samples that
 * do not fill a chunk yet, frames that came too early, and the network's memory. Positions are
 * sample numbers as frames carry them; the network counts from {@link #origin()}.
 */
public final class SignalState {
  private static final long FIXED_BYTES = 160;
  private static final float[] NONE = {};

  CnnState cnn;
  int channels;
  long origin;
  long next;
  long solidSince;
  boolean begun;
  float[] pending = NONE;
  int pendingSamples;
  float[] last = NONE;
  List<Frame> early = new ArrayList<>(0);
  long anchorSequence;
  long anchorMillis;
  float samplingRate;
  long touchedMillis;
  boolean watched;

  /** Whether any frame was consumed. */
  public boolean begun() {
    return begun;
  }

  /** The network's memory, or null before its first chunk. */
  public CnnState cnn() {
    return cnn;
  }

  public void cnn(CnnState newCnn) {
    cnn = newCnn;
  }

  /** Floats per sample, 0 before the first frame. */
  public int channels() {
    return channels;
  }

  /** Sequence number of the network's first sample. */
  public long origin() {
    return origin;
  }

  /** Sequence number of the sample that must come next. */
  public long next() {
    return next;
  }

  /** From here to {@link #next()} every sample came in a frame; none was made up or left out. */
  public long solidSince() {
    return solidSince;
  }

  /** Samples that chunks have taken since the origin. */
  public long consumed() {
    return next - pendingSamples - origin;
  }

  /** Samples in no chunk yet, channels-last, as they came; longer than they need. */
  public float[] pending() {
    return pending;
  }

  /** How many samples are in no chunk yet. */
  public int pendingSamples() {
    return pendingSamples;
  }

  /** All channels of the sample before {@link #next()}. */
  public float[] last() {
    return last;
  }

  /** Frames beyond {@link #next()}, disjoint, in order. The live list. */
  public List<Frame> early() {
    return early;
  }

  /** Sequence number of the first sample of the frame consumed last. */
  public long anchorSequence() {
    return anchorSequence;
  }

  /** Event time of that sample. */
  public long anchorMillis() {
    return anchorMillis;
  }

  /** Samples per second of the frame consumed last. */
  public float samplingRate() {
    return samplingRate;
  }

  /** Event time at which the stream was last seen alive. */
  public long touchedMillis() {
    return touchedMillis;
  }

  /** Moves the sign of life forward, never back. */
  public void touch(long millis) {
    touchedMillis = Math.max(touchedMillis, millis);
  }

  /** Whether a timer waits for this stream to fall idle. */
  public boolean watched() {
    return watched;
  }

  public void watch() {
    watched = true;
  }

  /** Begins anew at a sequence number: what is pending is dropped, the network starts over. */
  public void restart(long sequence, int newChannels) {
    begun = true;
    channels = newChannels;
    origin = sequence;
    next = sequence;
    solidSince = sequence;
    pendingSamples = 0;
    if (last.length != newChannels) {
      last = new float[newChannels];
    }
  }

  /** Lets the network start over at the first pending sample. */
  public void restartNetwork() {
    origin = next - pendingSamples;
    cnn = null;
  }

  /** Notes which frame the next samples are dated by. */
  public void anchor(Frame frame) {
    anchorSequence = frame.sequence();
    anchorMillis = frame.timeMillis();
    samplingRate = frame.samplingRate();
  }

  /** Says that samples before the next one were made up. */
  public void solidFromNext() {
    solidSince = next;
  }

  /**
   * Moves {@link #next()} over samples, remembering the last; the caller has put them into chunks
   * or {@link #keep}s them.
   */
  public void pass(float[] samples, int from, int count) {
    next += count;
    System.arraycopy(samples, (from + count - 1) * channels, last, 0, channels);
  }

  /** Appends samples to the pending ones; {@link #pass} follows. */
  public void keep(float[] samples, int from, int count) {
    int floats = (pendingSamples + count) * channels;
    if (pending.length < floats) {
      float[] grown = new float[Math.max(floats, 2 * pending.length)];
      System.arraycopy(pending, 0, grown, 0, pendingSamples * channels);
      pending = grown;
    }
    System.arraycopy(
        samples, from * channels, pending, pendingSamples * channels, count * channels);
    pendingSamples += count;
  }

  /** Drops the first pending samples, which a chunk has taken. */
  public void take(int count) {
    int rest = pendingSamples - count;
    System.arraycopy(pending, count * channels, pending, 0, rest * channels);
    pendingSamples = rest;
  }

  /** Heap bytes, estimated. */
  public long bytes() {
    long bytes = FIXED_BYTES + 4L * (pending.length + last.length);
    if (cnn != null) {
      bytes += 48 + 4L * cnn.history().length;
    }
    for (int i = 0; i < early.size(); i++) {
      bytes += 96 + 4L * early.get(i).samples().length;
    }
    return bytes;
  }
}
