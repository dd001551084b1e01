/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import java.util.Arrays;

/**
 * How samples are scaled before they meet the model: y = (x - offset) * scale.
 *
 * @param offset per channel
 * @param scale per channel
 */
public record Normalisation(float[] offset, float[] scale) {
  public Normalisation {
    if (offset.length != scale.length) {
      throw new IllegalArgumentException(
          "normalisation has "
              + offset.length
              + " offsets and "
              + scale.length
              + " scales: give one of each per channel");
    }
  }

  /**
   * Tells normalisations apart in the fingerprint of a model. Never zero, not even of samples as
   * they are: without it a fingerprint is that of the network alone.
   */
  public long fingerprint() {
    long digest = offset.length;
    for (int i = 0; i < offset.length; i++) {
      digest =
          mixed(mixed(digest + Float.floatToIntBits(offset[i])) + Float.floatToIntBits(scale[i]));
    }
    return digest | 1;
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Samples as they are. */
  public static Normalisation none(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new Normalisation(new float[channels], ones);
  }
}
