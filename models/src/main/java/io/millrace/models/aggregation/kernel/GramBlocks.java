/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.kernel;

/** How pairwise products are cut into blocks that stay in the first-level cache. */
public final class GramBlocks {
  /** Positions that are converted to double at once, for all rows; a multiple of the lanes. */
  public static final int BLOCK = 512;

  /** Rows of a tile. */
  public static final int HIGH = 2;

  /** Columns of a tile. */
  public static final int WIDE = 4;

  /** Computes tiles of inner products over one block of doubles. */
  public interface Tile {
    /**
     * Adds the products of rows {@code row} and {@code row + 1} with columns {@code column} to
     * {@code column + 3}; where fewer are left the last repeats and is not stored.
     */
    void add(double[] block, int n, int row, int column, int length, double[] products);
  }

  private GramBlocks() {}

  /** As {@link Kernels#gram}, with these tiles. */
  public static void run(
      float[][] rows, int at, int count, double[] products, double[] scratch, Tile tile) {
    int n = rows.length;
    for (int from = 0; from < count; from += BLOCK) {
      int used = Math.min(BLOCK, count - from);
      int length = (used + Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
      for (int i = 0; i < n; i++) {
        float[] row = rows[i];
        int to = i * BLOCK;
        int source = at + from;
        for (int k = 0; k < used; k++) {
          scratch[to + k] = row[source + k];
        }
        for (int k = used; k < length; k++) {
          scratch[to + k] = 0;
        }
      }
      for (int i = 0; i < n; i += HIGH) {
        for (int j = 0; j <= Math.min(n - 1, i + HIGH - 1); j += WIDE) {
          tile.add(scratch, n, i, j, length, products);
        }
      }
    }
  }

  /** Adds eight lanes in the one order that all paths use. */
  public static double reduce(double[] lanes, int at) {
    return ((lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]))
        + ((lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]));
  }
}
