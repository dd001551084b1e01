/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

/**
 * Transposes matrices: (count, rows, columns) becomes (count, columns, rows). In blocks, so that
 * every cache line is read once.
 */
final class PermuteStep implements Step {
  private static final int BLOCK = 16;

  private final Tensor from;
  private final Tensor to;
  private final int count;
  private final int rows;
  private final int columns;

  PermuteStep(Tensor from, Tensor to, int count, int rows, int columns) {
    this.from = from;
    this.to = to;
    this.count = count;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      for (int n = 0; n < count; n++) {
        int matrix = n * rows * columns;
        transpose(x, b * from.stride() + matrix, rows, columns, y, b * to.size() + matrix);
      }
    }
  }

  static void transpose(float[] x, int from, int rows, int columns, float[] y, int to) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int rEnd = Math.min(rows, r0 + BLOCK);
      for (int c0 = 0; c0 < columns; c0 += BLOCK) {
        int cEnd = Math.min(columns, c0 + BLOCK);
        for (int c = c0; c < cEnd; c++) {
          int out = to + c * rows;
          int in = from + c;
          for (int r = r0; r < rEnd; r++) {
            y[out + r] = x[in + r * columns];
          }
        }
      }
    }
  }
}
