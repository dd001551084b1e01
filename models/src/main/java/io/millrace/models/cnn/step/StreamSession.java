/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;

/**
 * Runs a compiled network with one thread's buffers, a few streams at a time so that the buffers
 * stay in cache.
 */
final class StreamSession implements StreamingCnn.Session {
  /** Floats of working set that a tile of streams may have: half of a common second-level cache. */
  private static final int CACHE_FLOATS = 128 * 1024;

  private static final int LARGEST_TILE = 64;

  private final StreamedNetwork network;
  private final float[][] slots;
  private final int tile;
  private final Workspace workspace;

  StreamSession(StreamedNetwork network) {
    this.network = network;
    int perStream = Math.max(1, network.slotFloats().stream().mapToInt(Integer::intValue).sum());
    this.tile = Math.max(1, Math.min(LARGEST_TILE, CACHE_FLOATS / perStream));
    this.slots = new float[network.slotFloats().size()][];
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] = new float[tile * network.slotFloats().get(slot)];
    }
    this.workspace = network.head() == null ? null : network.head().workspace(LARGEST_TILE);
  }

  @Override
  public void advance(CnnState[] states, float[][] chunks, int batch) {
    for (int from = 0; from < batch; from += tile) {
      advanceTile(states, chunks, from, Math.min(tile, batch - from));
    }
  }

  private void advanceTile(CnnState[] states, float[][] chunks, int from, int count) {
    RowBuffer input = network.inputBuffer();
    float[] inputSlot = slots[input.slot()];
    int granule = network.timeline().granule();
    int floats = granule * network.channels();
    for (int b = 0; b < count; b++) {
      CnnState state = states[from + b];
      if (state.fingerprint() != network.fingerprint()) {
        throw new IllegalArgumentException(
            "the state belongs to another model: fingerprint "
                + state.fingerprint()
                + ", not "
                + network.fingerprint());
      }
      network.inputIo().load(state, inputSlot, b);
      int freshFrom = network.plan().tracks().get(0).fresh().from();
      System.arraycopy(
          chunks[from + b],
          0,
          inputSlot,
          b * input.batchStride() + input.offset(freshFrom),
          floats);
      network.inputIo().save(state, inputSlot, b);
    }
    for (StreamedNetwork.StepRun run : network.steps()) {
      float[] slot = slots[run.slot()];
      for (int b = 0; b < count; b++) {
        run.io().load(states[from + b], slot, b);
      }
      run.step().run(slots, count);
      for (int b = 0; b < count; b++) {
        run.io().save(states[from + b], slot, b);
      }
    }
    for (SegmentIo segment : network.segments()) {
      for (int b = 0; b < count; b++) {
        segment.push(states[from + b], slots[segment.slot()], b);
      }
    }
    for (int b = 0; b < count; b++) {
      states[from + b].advance();
    }
  }

  @Override
  public void predict(CnnState[] states, float[][] outputs, int batch) {
    for (int from = 0; from < batch; from += LARGEST_TILE) {
      predictTile(states, outputs, from, Math.min(LARGEST_TILE, batch - from));
    }
  }

  private void predictTile(CnnState[] states, float[][] outputs, int from, int count) {
    if (workspace == null) {
      FrontierIo features = network.frontiers().get(0);
      for (int b = 0; b < count; b++) {
        features.copy(states[from + b].history(), outputs[from + b], 0);
      }
      return;
    }
    for (FrontierIo frontier : network.frontiers()) {
      float[] tensor = workspace.tensor(frontier.value());
      for (int b = 0; b < count; b++) {
        frontier.copy(states[from + b].history(), tensor, b * frontier.size());
      }
    }
    network.head().run(workspace, count);
    float[] result = workspace.tensor(network.plan().network().output());
    for (int b = 0; b < count; b++) {
      System.arraycopy(
          result, b * network.outputSize(), outputs[from + b], 0, network.outputSize());
    }
  }

  @Override
  public void close() {}
}
