/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A product of two computed matrices: the right one is copied into the order of packed weights,
 * block of columns after block of columns, and then multiplied like them. Sums are one chain per
 * element.
 */
final class VectorProduct {
  private static final int LANES = VectorKernels.LANES;
  private static final int MAX_VECTORS = VectorKernels.WIDE ? 4 : 2;

  /** By number of vectors: zeros in front as biases, then the weights. */
  private static final Block[] BLOCKS = new Block[MAX_VECTORS + 1];

  private static final ThreadLocal<float[]> PACKED = ThreadLocal.withInitial(() -> new float[0]);

  static {
    for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
      BLOCKS[vectors] = new Block(vectors, 0, 0, 0, 0, vectors * LANES, 1);
    }
  }

  private VectorProduct() {}

  static void multiply(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int rows,
      int inner,
      int columns) {
    float[] packed = packed((inner + 1) * MAX_VECTORS * LANES);
    float[] tile = Tiles.floats();
    int[] at = Tiles.positions();
    for (int column = 0; column < columns; column += MAX_VECTORS * LANES) {
      int width = Math.min(MAX_VECTORS * LANES, columns - column);
      Block block = BLOCKS[(width + LANES - 1) / LANES];
      int padded = block.width();
      Arrays.fill(packed, 0, padded, 0);
      for (int k = 0; k < inner; k++) {
        int to = (k + 1) * padded;
        System.arraycopy(b, bOffset + k * columns + column, packed, to, width);
        Arrays.fill(packed, to + width, to + padded, 0);
      }
      int row = 0;
      while (row < rows) {
        int size = Tiles.rows(block, rows - row);
        int used = Math.min(size, rows - row);
        for (int r = 0; r < size; r++) {
          at[r] = aOffset + (row + Math.min(r, used - 1)) * inner;
        }
        Tiles.compute(block, size, packed, 1, inner, 0, a, at, tile);
        for (int r = 0; r < used; r++) {
          store(tile, r * padded, out, outOffset + (row + r) * columns + column, width);
        }
        row += used;
      }
    }
  }

  private static void store(float[] tile, int from, float[] out, int to, int width) {
    int whole = VectorKernels.SPECIES.loopBound(width);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(VectorKernels.SPECIES, tile, from + i).intoArray(out, to + i);
    }
    System.arraycopy(tile, from + whole, out, to + whole, width - whole);
  }

  private static float[] packed(int length) {
    float[] buffer = PACKED.get();
    if (buffer.length < length) {
      buffer = new float[length];
      PACKED.set(buffer);
    }
    return buffer;
  }
}
