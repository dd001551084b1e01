/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;

/** Finds the inner loops for a tile of so many rows and vectors, and calls them. */
final class Tiles {
  static final int MAX_ROWS = 12;

  /** Four chunks of twelve rows of two vectors. */
  private static final int TILE_VECTORS = 96;

  // Values of JDK types only: a thread that outlives this class's loader does not hold on to it.
  private static final ThreadLocal<int[]> POSITIONS =
      ThreadLocal.withInitial(() -> new int[2 * MAX_ROWS]);
  private static final ThreadLocal<float[]> TILES =
      ThreadLocal.withInitial(() -> new float[TILE_VECTORS * VectorKernels.LANES]);

  private Tiles() {}

  /** The thread's array of input positions, one per row of a tile, and output positions behind. */
  static int[] positions() {
    return POSITIONS.get();
  }

  /** The thread's tile. */
  static float[] floats() {
    return TILES.get();
  }

  /** Rows of the next tile: one of the sizes that the inner loops exist for. */
  static int rows(Block block, int left) {
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
  static void compute(
      Block block,
      int size,
      float[] w,
      int segments,
      int segmentLength,
      int segmentStride,
      float[] in,
      int[] at,
      float[] tile) {
    int width = block.vectors() * VectorKernels.LANES;
    int part = size * width;
    int chunks = block.chunks();
    int length = segmentLength / chunks;
    int rest = segmentLength - chunks * length;
    int shift = block.inShift();
    int weights = block.start() + width;
    for (int s = 0; s < segments; s++) {
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
      shift += segmentStride;
      weights += segmentLength * width;
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
}
