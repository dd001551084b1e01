/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

import java.util.Arrays;

/** Mean and spread of honest updates, which most attacks start from. */
final class Moments {
  final double[] mean;
  final double[] deviation;

  Moments(float[][] vectors) {
    int n = vectors.length;
    int d = vectors[0].length;
    mean = new double[d];
    deviation = new double[d];
    for (float[] vector : vectors) {
      for (int c = 0; c < d; c++) {
        mean[c] += vector[c] / (double) n;
      }
    }
    for (float[] vector : vectors) {
      for (int c = 0; c < d; c++) {
        double away = vector[c] - mean[c];
        deviation[c] += away * away;
      }
    }
    for (int c = 0; c < d; c++) {
      deviation[c] = n > 1 ? Math.sqrt(deviation[c] / (n - 1)) : 0;
    }
  }

  /** Sets every vector to {@code mean + factor · towards}. */
  void along(double factor, double[] towards, float[][] out) {
    for (int c = 0; c < mean.length; c++) {
      out[0][c] = (float) (mean[c] + factor * towards[c]);
    }
    same(out);
  }

  /** Repeats the first vector. */
  static void same(float[][] out) {
    for (int i = 1; i < out.length; i++) {
      System.arraycopy(out[0], 0, out[i], 0, out[0].length);
    }
  }

  static void fill(float[][] out, float value) {
    for (float[] row : out) {
      Arrays.fill(row, value);
    }
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      double away = (double) a[c] - b[c];
      sum += away * away;
    }
    return sum;
  }
}
