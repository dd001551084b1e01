/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * Fading mean and variance of numeric attributes. The first values count alike; later ones fade at
 * a constant rate.
 */
final class Normaliser {
  /** Values further off count as this many standard deviations. */
  private static final double FAR = 4;

  private static final int TOO_FEW = 10;
  private static final double FLOOR = 1e-12;

  private final double fading;
  private final int[] attributes;
  private final double[] mean;
  private final double[] variance;
  private final long[] seen;

  /**
   * @param attributes positions of the numeric ones
   * @param fading share of the newest value, in (0, 1); 0 leaves values as they are
   */
  Normaliser(int[] attributes, double fading) {
    this.attributes = attributes;
    this.fading = fading;
    mean = new double[attributes.length];
    variance = new double[attributes.length];
    seen = new long[attributes.length];
  }

  void learn(double[] x) {
    for (int i = 0; i < attributes.length; i++) {
      double value = x[attributes[i]];
      if (!Double.isNaN(value)) {
        double share = Math.max(fading, 1.0 / ++seen[i]);
        double off = value - mean[i];
        mean[i] += share * off;
        variance[i] += share * ((1 - share) * off * off - variance[i]);
      }
    }
  }

  /**
   * Standard deviations from the mean, within +-{@link #FAR}; 0 when missing or while too little is
   * known.
   *
   * @param i place among the numeric attributes
   */
  float standardised(int i, double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    if (fading == 0) {
      return (float) value;
    }
    if (seen[i] < TOO_FEW) {
      return 0;
    }
    double z = (value - mean[i]) / Math.sqrt(variance[i] + FLOOR);
    return (float) Math.max(-FAR, Math.min(FAR, z));
  }

  long heapBytes() {
    return 24L * seen.length + 100;
  }

  void write(PieceWriter out) {
    for (int i = 0; i < seen.length; i++) {
      out.varint(seen[i]);
      out.float64(mean[i]);
      out.float64(variance[i]);
    }
  }

  void read(PieceReader in) {
    for (int i = 0; i < seen.length; i++) {
      seen[i] = in.varint();
      mean[i] = in.float64();
      variance[i] = in.float64();
    }
  }
}
