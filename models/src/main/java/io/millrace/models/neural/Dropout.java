/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * Drops outputs of a layer at random and scales up the others (Srivastava et al., 2014,
 * "inverted"). What is dropped is a function of seed, draw, row and output.
 */
final class Dropout {
  private static final int PER_DRAW = 4;

  private final long seed;
  private final int threshold;
  private final float scale;

  /**
   * @param probability rounded to a multiple of 2^-16
   */
  Dropout(double probability, long seed) {
    this.seed = seed;
    threshold = (int) Math.round(probability * (1 << 16));
    scale = (float) (1 / (1 - probability));
  }

  void apply(float[] x, int stride, int rows, long draw) {
    long seedOfDraw = Mix64.bits(seed, draw);
    for (int i = 0; i < rows * stride; i += PER_DRAW) {
      long bits = Mix64.bits(seedOfDraw, i);
      for (int j = i; j < i + PER_DRAW; j++, bits >>>= 16) {
        x[j] = (bits & 0xFFFF) < threshold ? 0 : x[j] * scale;
      }
    }
  }

  void scale(float[] gradient, int length) {
    for (int i = 0; i < length; i++) {
      gradient[i] *= scale;
    }
  }
}
