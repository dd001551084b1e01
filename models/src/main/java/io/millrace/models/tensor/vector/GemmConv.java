/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import jdk.incubator.vector.FloatVector;

/**
 * A convolution as a matrix product: on channels-last rows the receptive field of an output is a
 * stretch of memory, so nothing is unrolled. Tiles of up to twelve output rows and four vectors of
 * output channels stay in registers while the sum runs.
 *
 * <p>Order of the sums: every output element is the sum of its block's chunks in order; a chunk is
 * one chain of fused multiply-adds over segments and floats, the first one starting at the bias.
 * This depends on the layer's shape only, never on how many rows or samples are computed together:
 * tiles of many rows compute chunk after chunk, tiles of few rows all chunks at once, with the same
 * roundings. Rows of different samples share tiles, and tiles that rows do not fill repeat one.
 */
final class GemmConv implements Conv1d {
  private static final int MAX_ROWS = 12;
  private static final int TILE_VECTORS = 96;

  // Values of JDK types only: a thread that outlives this class's loader does not hold on to it.
  private static final ThreadLocal<int[]> POSITIONS =
      ThreadLocal.withInitial(() -> new int[2 * MAX_ROWS]);
  private static final ThreadLocal<float[]> TILES =
      ThreadLocal.withInitial(() -> new float[TILE_VECTORS * VectorKernels.LANES]);

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

  /** Rows of the next tile: one of the sizes that the inner loops exist for. */
  private static int tileRows(Block block, int left) {
    boolean split = block.chunks() > 1;
    if (block.vectors() > 2) {
      if (block.vectors() == 4 && left >= 5) {
        return 6;
      }
      return left >= 6 ? 8 : left >= 3 ? 4 : left == 2 || !split ? 2 : 1;
    }
    if (VectorKernels.WIDE && left >= 6) {
      return left >= 11 ? 12 : 8;
    }
    return left >= 3 || !split ? 4 : left;
  }

  /**
   * Sums one tile. The inner loops read, from {@code in}, {@code length} floats of every row,
   * beginning at the row's position plus a shift, and their weights; they start from {@code init}
   * (rows {@code step} floats apart: zero for biases) and leave their sums in the tile, where every
   * chunk has a part of its own.
   */
  private void compute(Block block, int size, float[] in, int[] at, float[] tile) {
    float[] w = packed.floats;
    int width = block.vectors() * VectorKernels.LANES;
    int part = size * width;
    int chunks = block.chunks();
    int length = packed.segmentLength / chunks;
    int rest = packed.segmentLength - chunks * length;
    int shift = block.inShift();
    int weights = block.start() + width;
    for (int s = 0; s < packed.segments; s++) {
      boolean first = s == 0;
      float[] init = first ? w : tile;
      int start = first ? block.start() : 0;
      int step = first ? 0 : width;
      if (atOnce(block, size)) {
        int others = first ? 0 : part;
        chunksAtOnce(
            size * 8 + block.vectors(),
            in,
            at,
            shift,
            length,
            rest,
            w,
            weights,
            init,
            start,
            step,
            others,
            others,
            tile);
      } else {
        for (int c = 0; c < chunks; c++) {
          int from = c * length;
          oneChunk(
              size * 8 + block.vectors(),
              in,
              at,
              shift + from,
              c == chunks - 1 ? length + rest : length,
              w,
              weights + from * width,
              init,
              c == 0 ? start : first ? 0 : c * part,
              step,
              tile,
              c * part);
        }
      }
      shift += packed.segmentStride;
      weights += packed.segmentLength * width;
    }
    if (chunks > 1) {
      addParts(tile, part, chunks);
    }
  }

  private static void chunksAtOnce(
      int shape,
      float[] in,
      int[] at,
      int shift,
      int length,
      int rest,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      int others,
      int otherStep,
      float[] tile) {
    switch (shape) {
      case 8 + 3 ->
          TripleTile.oneRowAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 8 + 4 ->
          QuadTile.oneRowAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 8 + 2 ->
          PairTile.oneRowAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 2 * 8 + 2 ->
          PairTile.twoRowsAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 8 + 1 ->
          SingleTile.oneRowAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 2 * 8 + 1 ->
          SingleTile.twoRowsAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      case 4 * 8 + 1 ->
          SingleTile.fourRowsAllChunks(
              in, at, shift, length, rest, w, weights, init, start, step, others, otherStep, tile);
      default -> throw new IllegalStateException("no tile of shape " + shape);
    }
  }

  private static void oneChunk(
      int shape,
      float[] in,
      int[] at,
      int shift,
      int length,
      float[] w,
      int weights,
      float[] init,
      int start,
      int step,
      float[] tile,
      int to) {
    switch (shape) {
      case 2 * 8 + 3 ->
          TripleTile.twoRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 4 * 8 + 3 ->
          TripleTile.fourRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 8 * 8 + 3 ->
          TripleTile.eightRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 2 * 8 + 4 ->
          QuadTile.twoRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 4 * 8 + 4 ->
          QuadTile.fourRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 6 * 8 + 4 ->
          QuadTile.sixRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 12 * 8 + 2 ->
          PairTile.twelveRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 12 * 8 + 1 ->
          SingleTile.twelveRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 4 * 8 + 2 ->
          PairTile.fourRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 8 * 8 + 2 ->
          PairTile.eightRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 4 * 8 + 1 ->
          SingleTile.fourRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      case 8 * 8 + 1 ->
          SingleTile.eightRows(in, at, shift, length, w, weights, init, start, step, tile, to);
      default -> throw new IllegalStateException("no tile of shape " + shape);
    }
  }

  private static void addParts(float[] tile, int part, int parts) {
    for (int c = 1; c < parts; c++) {
      for (int i = 0; i < part; i += VectorKernels.LANES) {
        FloatVector.fromArray(VectorKernels.SPECIES, tile, i)
            .add(FloatVector.fromArray(VectorKernels.SPECIES, tile, c * part + i))
            .intoArray(tile, i);
      }
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
