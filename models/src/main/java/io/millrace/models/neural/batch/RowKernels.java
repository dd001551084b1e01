/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

/** The inner loops over short rows, of any length and at any place in their arrays. */
public interface RowKernels {
  /** Beyond this the argument of a cosine is held fast, in radians. */
  float MAX_ANGLE = 2.6e7f;

  /** Sum of a[i] b[i]. */
  float dot(float[] a, int aAt, float[] b, int bAt, int length);

  /** Sum of x[i]. */
  float sum(float[] x, int xAt, int length);

  /** {@code out[i] += scale * x[i]}. */
  void addScaled(float scale, float[] x, int xAt, float[] out, int outAt, int length);

  /** {@code out[i] += x[i]}. */
  void add(float[] x, int xAt, float[] out, int outAt, int length);

  /**
   * {@code out[i] = cos(w[i] t + b[i])}, within 1e-6 of the cosine of the rounded angle.
   *
   * @param w holds the frequencies from {@code wAt} on, in radians per unit of t
   */
  void cosines(float[] w, int wAt, float[] b, int bAt, float t, float[] out, int outAt, int length);

  /**
   * The way back, by the logarithm of the frequency: {@code dw[i] -= sin(..) w[i] t g[i]}, {@code
   * db[i] -= sin(..) g[i]}.
   */
  void cosineGradient(
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float t,
      float[] g,
      int gAt,
      float[] gradient,
      int dwAt,
      int dbAt,
      int length);

  /** {@code out[i] = cos(w t[i] + b)}: one frequency at many times, as {@link #cosines} else. */
  void cosinesAt(float w, float b, float[] t, float[] out, int outAt, int length);

  /** {@code out[i] = -sin(w t[i] + b) g[i]}. */
  void slopesAt(float w, float b, float[] t, float[] g, int gAt, float[] out, int length);

  /** {@code out[i] = ln(1 + x[i])} for x of at least 0, within 2e-6. */
  void logsOfMore(float[] x, int xAt, float[] out, int length);

  /** Zero where x is negative. */
  void relu(float[] x, int length);

  /** Zero in g where x is not positive. */
  void reluGradient(float[] x, float[] g, int length);

  /** {@code to (columns, rows) = from (rows, columns)} transposed. */
  default void transpose(float[] from, int fromAt, int rows, int columns, float[] to) {
    int block = 16;
    for (int r0 = 0; r0 < rows; r0 += block) {
      int r1 = Math.min(rows, r0 + block);
      for (int c0 = 0; c0 < columns; c0 += block) {
        int c1 = Math.min(columns, c0 + block);
        for (int c = c0; c < c1; c++) {
          int at = c * rows;
          for (int r = r0; r < r1; r++) {
            to[at + r] = from[fromAt + r * columns + c];
          }
        }
      }
    }
  }
}
