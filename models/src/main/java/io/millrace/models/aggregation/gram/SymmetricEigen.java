/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

/**
 * Eigenvalues and vectors of a small symmetric matrix by cyclic Jacobi rotations: slow for large
 * matrices, accurate for the few dozen rows that a round has, and the same on every machine.
 */
final class SymmetricEigen {
  private static final int SWEEPS = 60;

  /** Falling. */
  final double[] values;

  /** Column k, as {@code vectors[i][k]}, belongs to value k. */
  final double[][] vectors;

  SymmetricEigen(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS && rotate(a, v) > 0; sweep++) {
      // Until a sweep finds nothing left to rotate away.
    }
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = -a[i][i];
    }
    int[] order = Nearest.smallest(diagonal, n);
    values = new double[n];
    vectors = new double[n][n];
    for (int k = 0; k < n; k++) {
      values[k] = a[order[k]][order[k]];
      for (int i = 0; i < n; i++) {
        vectors[i][k] = v[i][order[k]];
      }
    }
  }

  private static int rotate(double[][] a, double[][] v) {
    int n = a.length;
    int rotations = 0;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double small = Math.ulp(1.0) * Math.sqrt(Math.abs(a[p][p]) * Math.abs(a[q][q]));
        if (Math.abs(a[p][q]) <= Math.max(small, Double.MIN_NORMAL)) {
          continue;
        }
        rotations++;
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int i = 0; i < n; i++) {
          double x = a[i][p];
          double y = a[i][q];
          a[i][p] = c * x - s * y;
          a[i][q] = s * x + c * y;
        }
        for (int i = 0; i < n; i++) {
          double x = a[p][i];
          double y = a[q][i];
          a[p][i] = c * x - s * y;
          a[q][i] = s * x + c * y;
          x = v[i][p];
          y = v[i][q];
          v[i][p] = c * x - s * y;
          v[i][q] = s * x + c * y;
        }
        a[p][q] = 0;
        a[q][p] = 0;
      }
    }
    return rotations;
  }
}
