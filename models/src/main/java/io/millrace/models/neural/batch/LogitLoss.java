/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

import io.millrace.models.neural.FastExp;

/** Binary cross entropy on logits. */
public final class LogitLoss {
  private LogitLoss() {}

  /**
   * The sum over rows times {@code scale}, and its gradient.
   *
   * @param target of all the rows, 0 to 1
   * @param gradient receives a value per row
   */
  public static double binary(
      float[] logits, int from, int to, float target, double scale, float[] gradient) {
    double loss = 0;
    for (int i = from; i < to; i++) {
      double z = logits[i];
      double e = FastExp.exp(-Math.abs(z));
      double sigmoid = (z >= 0 ? 1 : e) / (1 + e);
      loss += Math.max(z, 0) - z * target + FastExp.log(1 + e);
      gradient[i] = (float) ((sigmoid - target) * scale);
    }
    return loss * scale;
  }
}
