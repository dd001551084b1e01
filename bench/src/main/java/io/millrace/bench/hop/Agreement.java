/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

/** How far apart two sets of outputs lie. */
final class Agreement {
  private Agreement() {}

  /** The largest difference of any output; NaN where either has one. */
  static double maxDifference(float[][] a, float[][] b) {
    double max = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i].length != b[i].length) {
        throw new IllegalArgumentException(
            "outputs of " + a[i].length + " and of " + b[i].length + " floats cannot be compared");
      }
      for (int j = 0; j < a[i].length; j++) {
        double difference = Math.abs((double) a[i][j] - b[i][j]);
        max = Double.isNaN(difference) ? Double.NaN : Math.max(max, difference);
      }
    }
    return max;
  }

  /** The largest magnitude. */
  static double magnitude(float[][] outputs) {
    double max = 0;
    for (float[] output : outputs) {
      for (float value : output) {
        max = Math.max(max, Math.abs(value));
      }
    }
    return max;
  }
}
