/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.plan.Track;
import java.util.Arrays;

/** Moves a track's rows between a stream's history and the buffers of a step. */
final class TrackIo {
  private final Track track;
  private final RowBuffer buffer;
  private final int stateOffset;
  private final long chunksToFirstWindow;
  private final boolean remembers;
  private final int loaded;
  private final UncountedPadding uncounted;

  /**
   * For one track.
   *
   * @param stateOffset where its rows begin in the history
   * @param chunksToFirstWindow steps until the first complete window
   * @param remembers whether rows of earlier steps come from the history, or stand for padding
   * @param uncounted corrects rows that saw padding, or null
   */
  TrackIo(
      Track track,
      RowBuffer buffer,
      int stateOffset,
      long chunksToFirstWindow,
      boolean remembers,
      UncountedPadding uncounted) {
    this.track = track;
    this.buffer = buffer;
    this.stateOffset = stateOffset;
    this.chunksToFirstWindow = chunksToFirstWindow;
    this.remembers = remembers;
    this.loaded = remembers ? track.history() : 0;
    this.uncounted = uncounted;
  }

  /** Puts remembered rows, or padding, around the place of the fresh ones. */
  void load(CnnState state, float[] slot, int sample) {
    int at = sample * buffer.batchStride();
    int width = track.width();
    if (loaded > 0) {
      int row = track.reads().from() + track.rowsPerStep() - track.keeps().from();
      System.arraycopy(
          state.history(),
          stateOffset + row * width,
          slot,
          at + buffer.offset(track.reads().from()),
          loaded * width);
    } else {
      Arrays.fill(slot, at, at + (track.fresh().from() - buffer.rows().from()) * width, padding());
    }
    Arrays.fill(
        slot,
        at + (track.fresh().to() - buffer.rows().from()) * width,
        at + buffer.batchStride(),
        padding());
  }

  /**
   * Corrects rows that saw padding, masks fresh rows from before the stream began and remembers
   * what later steps will read.
   */
  void save(CnnState state, float[] slot, int sample) {
    int at = sample * buffer.batchStride();
    long streamRow = streamRow(state);
    if (uncounted != null) {
      long from = remembers ? streamRow : 0;
      int fresh = at + buffer.offset(track.fresh().from());
      uncounted.correct(from, from + track.fresh().count(), slot, fresh, track.width());
    }
    mask(streamRow, slot, at);
    int kept = track.keeps().count();
    if (kept == 0) {
      return;
    }
    int width = track.width();
    int fresh = Math.min(kept, track.fresh().count());
    if (kept > fresh) {
      System.arraycopy(
          state.history(),
          stateOffset + track.rowsPerStep() * width,
          state.history(),
          stateOffset,
          (kept - fresh) * width);
    }
    System.arraycopy(
        slot,
        at + buffer.offset(track.fresh().to() - fresh),
        state.history(),
        stateOffset + (kept - fresh) * width,
        fresh * width);
  }

  /** The first fresh row, counted from the stream's first; negative before that. */
  private long streamRow(CnnState state) {
    // The window's number after this step; negative while the first window is incomplete.
    long window = state.hops() + 1 - chunksToFirstWindow;
    return track.fresh().from() + window * track.rowsPerStep();
  }

  private void mask(long streamRow, float[] slot, int at) {
    if (track.masks() && streamRow < 0) {
      int rows = (int) Math.min(-streamRow, track.fresh().count());
      int from = at + buffer.offset(track.fresh().from());
      Arrays.fill(slot, from, from + rows * track.width(), track.fill());
    }
  }

  private float padding() {
    return track.masks() ? track.fill() : 0;
  }
}
