/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Frame;
import io.millrace.state.signal.SignalState;
import java.util.List;

/**
 * Turns the frames of a stream, of any length and in any order, into one contiguous run of samples
 * for a {@link ChunkBuilder}.
 *
 * <p>A frame that begins beyond the next sample waits in the state. A gap is declared when one
 * waits that begins further ahead than the disorder allows, or when the watermark reaches a waiting
 * frame. A frame all of whose samples are known is a duplicate; one that begins before the last gap
 * is late, because what stands there now was not measured. The first frame seen is where a stream
 * begins, and so is the first after an idle time.
 */
final class FrameAssembler {
  /** What became of a frame. */
  enum Outcome {
    CONSUMED,
    WAITING,
    DUPLICATE,
    LATE
  }

  private final SignalRules rules;
  private final SignalTally tally;
  private final long idleMillis;
  private final long renumberMillis;
  private ChunkBuilder chunks;
  private float[] filling = {};

  FrameAssembler(SignalRules rules, SignalTally tally) {
    this.rules = rules;
    this.tally = tally;
    this.renumberMillis = rules.renumber().isZero() ? Long.MAX_VALUE : rules.renumber().toMillis();
    this.idleMillis = rules.forgets() ? rules.idle().toMillis() : Long.MAX_VALUE;
  }

  /** Takes up another timeline, with the states of streams prepared for it. */
  void use(ChunkBuilder builder) {
    chunks = builder;
  }

  /** Takes in a frame without fault. */
  Outcome accept(SignalState state, Frame frame, ChunkSink sink) {
    if (!state.begun()) {
      state.restart(frame.sequence(), frame.channels());
    } else if (frame.timeMillis() - state.anchorMillis() > idleMillis) {
      startOver(state, frame, sink);
      tally.expired++;
    }
    if (frame.end() <= state.next() && frame.timeMillis() - state.anchorMillis() > renumberMillis) {
      startOver(state, frame, sink);
      tally.resets++;
    }
    if (frame.end() <= state.next()) {
      if (frame.sequence() >= state.solidSince()) {
        tally.duplicates++;
        return Outcome.DUPLICATE;
      }
      tally.late++;
      return Outcome.LATE;
    }
    if (frame.sequence() <= state.next()) {
      consume(state, frame, sink);
      drain(state, sink);
      return Outcome.CONSUMED;
    }
    return hold(state, frame, sink);
  }

  private void startOver(SignalState state, Frame frame, ChunkSink sink) {
    settle(state, Long.MAX_VALUE, sink);
    state.restart(frame.sequence(), frame.channels());
  }

  /** Gives up waiting for samples before the frames that are not later than the event time. */
  void settle(SignalState state, long millis, ChunkSink sink) {
    List<Frame> early = state.early();
    while (!early.isEmpty() && early.get(0).timeMillis() <= millis) {
      closeGap(state, sink);
    }
  }

  private Outcome hold(SignalState state, Frame frame, ChunkSink sink) {
    state.touch(frame.timeMillis());
    List<Frame> early = state.early();
    int fresh = EarlyFrames.insert(early, frame);
    if (fresh == 0) {
      tally.duplicates++;
      return Outcome.DUPLICATE;
    }
    if (fresh < frame.length()) {
      tally.overlaps++;
    }
    long bound = rules.disorder().atRate(frame.samplingRate());
    boolean closed = false;
    while (!early.isEmpty() && early.get(early.size() - 1).sequence() - state.next() > bound) {
      closeGap(state, sink);
      closed = true;
    }
    if (early.isEmpty()) {
      return Outcome.CONSUMED;
    }
    tally.reordered += closed ? 0 : 1;
    return Outcome.WAITING;
  }

  private void closeGap(SignalState state, ChunkSink sink) {
    Frame frame = state.early().get(0);
    long missing = frame.sequence() - state.next();
    tally.gaps++;
    boolean fillable =
        rules.gap() != GapPolicy.RESET
            && missing <= rules.gapLimit().atRate(frame.samplingRate())
            && missing <= Integer.MAX_VALUE / 2 / frame.channels();
    if (fillable) {
      state.anchor(frame);
      fill(state, frame, (int) missing, sink);
      state.solidFromNext();
      tally.filled += missing;
    } else {
      state.restart(frame.sequence(), frame.channels());
      tally.resets++;
    }
    drain(state, sink);
  }

  private void fill(SignalState state, Frame frame, int missing, ChunkSink sink) {
    int channels = state.channels();
    if (filling.length < missing * channels) {
      filling = new float[missing * channels];
    }
    boolean line = rules.gap() == GapPolicy.INTERPOLATE;
    for (int c = 0; c < channels; c++) {
      float from = state.last()[c];
      float to = line ? frame.samples()[c] : from;
      for (int i = 0; i < missing; i++) {
        float share = (i + 1f) / (missing + 1f);
        filling[i * channels + c] = line ? from + (to - from) * share : from;
      }
    }
    chunks.append(state, filling, 0, missing, sink);
  }

  /** Consumes the waiting frames that follow without a gap. */
  private void drain(SignalState state, ChunkSink sink) {
    List<Frame> early = state.early();
    while (!early.isEmpty() && early.get(0).sequence() <= state.next()) {
      Frame frame = early.remove(0);
      if (frame.end() <= state.next()) {
        tally.duplicates++;
      } else {
        consume(state, frame, sink);
      }
    }
  }

  private void consume(SignalState state, Frame frame, ChunkSink sink) {
    int known = Math.toIntExact(state.next() - frame.sequence());
    if (known > 0) {
      tally.overlaps++;
    }
    state.anchor(frame);
    state.touch(frame.timeMillis());
    chunks.append(state, frame.samples(), known, frame.length() - known, sink);
  }
}
