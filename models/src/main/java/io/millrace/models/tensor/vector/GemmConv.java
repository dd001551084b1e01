/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution as a matrix product: on channels-last rows the receptive field of an output is a
 * stretch of memory, so nothing is unrolled. Tiles of up to eight output rows by four vectors of
 * output channels stay in registers while the sum runs.
 *
 * <p>Order of the sums: every output element is the sum of its block's chunks in order; a chunk is
 * one chain of fused multiply-adds over segments and floats, the first one starting at the bias.
 * This depends on the layer's shape only, never on how many rows or samples are computed together:
 * tiles of many rows compute chunk after chunk, tiles of few rows all chunks at once, with the same
 * roundings. Rows of different samples share tiles, and tiles that rows do not fill repeat one.
 */
final class GemmConv implements Conv1d {
  private static final int MAX_ROWS = 8;
  private static final int MAX_TILE_VECTORS = 24;

  // Values of JDK types only: a thread that outlives this class's loader does not hold on to it.
  private static final ThreadLocal<int[]> POSITIONS =
      ThreadLocal.withInitial(() -> new int[2 * MAX_ROWS]);
  private static final ThreadLocal<float[]> TILES =
      ThreadLocal.withInitial(() -> new float[MAX_TILE_VECTORS * VectorKernels.LANES]);

  private final ConvSpec spec;
  private final PackedWeights packed;
  private final boolean active;

  GemmConv(ConvSpec spec) {
    this.spec = spec;
    packed = new PackedWeights(spec, VectorKernels.LANES, VectorKernels.WIDE ? 4 : 2);
    active = spec.activation().kind() != Activation.Kind.NONE;
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public void apply(
      float[] in,
      int inOffset,
      int inBatchStride,
      float[] out,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows) {
    spec.requireRange(
        in.length,
        inOffset,
        inBatchStride,
        out.length,
        outOffset,
        outBatchStride,
        outRowStride,
        batch,
        rows);
    int[] at = POSITIONS.get();
    float[] tile = TILES.get();
    int inRowStride = spec.stride() * spec.inChannels();
    for (Block block : packed.blocks) {
      int sample = 0;
      int row = 0;
      int left = batch * rows;
      while (left > 0) {
        int size = tileRows(block, left);
        int used = Math.min(size, left);
        for (int r = 0; r < used; r++) {
          at[r] = inOffset + sample * inBatchStride + row * inRowStride;
          at[MAX_ROWS + r] = outOffset + sample * outBatchStride + row * outRowStride;
          if (++row == rows) {
            row = 0;
            sample++;
          }
        }
        for (int r = used; r < size; r++) {
          at[r] = at[used - 1];
        }
        compute(block, size, in, at, tile);
        if (active) {
          VectorActivations.apply(
              spec.activation(), tile, 0, used * block.vectors() * VectorKernels.LANES);
        }
        store(block, used, tile, out, at);
        left -= used;
      }
    }
  }

  /** Rows of the next tile: one of the sizes that {@link #compute} knows. */
  private static int tileRows(Block block, int left) {
    boolean split = block.chunks() > 1;
    if (block.vectors() == 4) {
      return left >= 5 ? 6 : left >= 3 ? 4 : left == 2 || !split ? 2 : 1;
    }
    if (VectorKernels.WIDE && left >= 7) {
      return 8;
    }
    return left >= 3 || !split ? 4 : left;
  }

  private void compute(Block block, int size, float[] in, int[] at, float[] tile) {
    int lanes = VectorKernels.LANES;
    float[] w = packed.floats;
    int shift = block.inShift();
    int weights = block.start() + block.vectors() * lanes;
    int length = packed.chunkLength(block);
    int segments = packed.segments;
    int stride = packed.segmentStride;
    if (atOnce(block, size)) {
      int rest = packed.segmentLength - block.chunks() * length;
      int start = block.start();
      switch (size * 8 + block.vectors()) {
        case 8 + 4 ->
            QuadTile.oneRowAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
        case 8 + 2 ->
            PairTile.oneRowAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
        case 2 * 8 + 2 ->
            PairTile.twoRowsAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
        case 8 + 1 ->
            SingleTile.oneRowAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
        case 2 * 8 + 1 ->
            SingleTile.twoRowsAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
        default ->
            SingleTile.fourRowsAllChunks(
                in, at, shift, w, start, weights, length, rest, segments, stride, tile);
      }
      return;
    }
    for (int chunk = 0; chunk < block.chunks(); chunk++) {
      boolean first = chunk == 0;
      int start = first ? block.start() : 0;
      int from = shift + chunk * length;
      int n = chunk == block.chunks() - 1 ? packed.segmentLength - chunk * length : length;
      switch (size * 8 + block.vectors()) {
        case 2 * 8 + 4 ->
            QuadTile.twoRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        case 4 * 8 + 4 ->
            QuadTile.fourRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        case 6 * 8 + 4 ->
            QuadTile.sixRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        case 4 * 8 + 2 ->
            PairTile.fourRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        case 8 * 8 + 2 ->
            PairTile.eightRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        case 4 * 8 + 1 ->
            SingleTile.fourRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
        default ->
            SingleTile.eightRows(in, at, from, w, start, weights, n, segments, stride, first, tile);
      }
      weights += segments * length * block.vectors() * lanes;
    }
  }

  private static boolean atOnce(Block block, int size) {
    return block.chunks() > 1 && (size == 1 || size * block.vectors() <= 4);
  }

  private void store(Block block, int used, float[] tile, float[] out, int[] at) {
    int lanes = VectorKernels.LANES;
    int vectors = block.vectors();
    int width = Math.min(lanes, block.width());
    int from = 0;
    for (int r = 0; r < used; r++) {
      int to = at[MAX_ROWS + r];
      if (width < lanes && vectors == 1 && block.lastShift() == block.outShift()) {
        System.arraycopy(tile, from, out, to + block.outShift(), width);
        from += lanes;
        continue;
      }
      for (int v = 0; v < vectors; v++) {
        int column = v == vectors - 1 ? block.lastShift() : block.outShift() + v * lanes;
        FloatVector.fromArray(VectorKernels.SPECIES, tile, from).intoArray(out, to + column);
        from += lanes;
      }
    }
  }

  @Override
  public void close() {}
}
