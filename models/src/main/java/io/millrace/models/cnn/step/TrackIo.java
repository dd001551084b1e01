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
  private final int loaded;

  /**
   * For one track.
   *
   * @param stateOffset where its rows begin in the history
   * @param chunksToFirstWindow steps until the first complete window
   * @param remembers whether rows of earlier steps come from the history, or stand for padding
   */
  TrackIo(
      Track track, RowBuffer buffer, int stateOffset, long chunksToFirstWindow, boolean remembers) {
    this.track = track;
    this.buffer = buffer;
    this.stateOffset = stateOffset;
    this.chunksToFirstWindow = chunksToFirstWindow;
    this.loaded = remembers ? track.history() : 0;
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

  /** Masks fresh rows from before the stream began and remembers what later steps will read. */
  void save(CnnState state, float[] slot, int sample) {
    int at = sample * buffer.batchStride();
    mask(state, slot, at);
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

  private void mask(CnnState state, float[] slot, int at) {
    if (!track.masks()) {
      return;
    }
    // The window's number after this step; negative while the first window is incomplete.
    long window = state.hops() + 1 - chunksToFirstWindow;
    long streamRow = track.fresh().from() + window * track.rowsPerStep();
    if (streamRow < 0) {
      int rows = (int) Math.min(-streamRow, track.fresh().count());
      int from = at + buffer.offset(track.fresh().from());
      Arrays.fill(slot, from, from + rows * track.width(), track.fill());
    }
  }

  private float padding() {
    return track.masks() ? track.fill() : 0;
  }
}
