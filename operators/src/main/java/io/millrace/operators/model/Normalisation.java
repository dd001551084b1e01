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

  /** Samples as they are. */
  public static Normalisation none(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new Normalisation(new float[channels], ones);
  }
}
