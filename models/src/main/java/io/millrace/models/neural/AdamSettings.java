/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

/**
 * How Adam steps (Kingma and Ba, 2015, algorithm 1).
 *
 * @param rate the learning rate, above 0
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 */
public record AdamSettings(float rate, float beta1, float beta2, float epsilon) {
  public AdamSettings {
    if (!(rate > 0) || !(epsilon > 0) || !decay(beta1) || !decay(beta2)) {
      throw new IllegalArgumentException(
          "rate=%s, beta1=%s, beta2=%s, epsilon=%s: give a rate and an epsilon above 0, and decays in [0, 1)"
              .formatted(rate, beta1, beta2, epsilon));
    }
  }

  /** The usual decays 0.9 and 0.999, epsilon 1e-8. */
  public static AdamSettings of(double rate) {
    return new AdamSettings((float) rate, 0.9f, 0.999f, 1e-8f);
  }

  private static boolean decay(float value) {
    return value >= 0 && value < 1;
  }
}
