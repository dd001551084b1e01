/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import java.util.Arrays;

/** Losses on logits: each gives its mean and leaves its gradient in the pass. */
public final class Losses {
  private Losses() {}

  /**
   * Binary cross entropy per output, the mean over rows and outputs.
   *
   * @param targets 0 to 1, in rows of {@code outputs}
   */
  public static double binary(Pass pass, int rows, float[] targets) {
    float[] logits = pass.logits();
    float[] gradient = pass.logitGradient();
    int outputs = pass.outputs();
    int stride = pass.stride();
    double loss = 0;
    double mean = 1.0 / ((double) rows * outputs);
    Arrays.fill(gradient, 0, rows * stride, 0);
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < outputs; o++) {
        double z = logits[row * stride + o];
        double target = targets[row * outputs + o];
        double e = FastExp.exp(-Math.abs(z));
        double sigmoid = (z >= 0 ? 1 : e) / (1 + e);
        loss += Math.max(z, 0) - z * target + StrictMath.log1p(e);
        gradient[row * stride + o] = (float) ((sigmoid - target) * mean);
      }
    }
    return loss * mean;
  }

  /**
   * Cross entropy of the softmax, the mean over rows.
   *
   * @param labels the right output of each row
   */
  public static double softmax(Pass pass, int rows, int[] labels) {
    float[] gradient = pass.logitGradient();
    int outputs = pass.outputs();
    int stride = pass.stride();
    double loss = 0;
    double mean = 1.0 / rows;
    System.arraycopy(pass.logits(), 0, gradient, 0, rows * stride);
    for (int row = 0; row < rows; row++) {
      int at = row * stride;
      softmax(gradient, at, outputs);
      Arrays.fill(gradient, at + outputs, at + stride, 0);
      int right = at + labels[row];
      loss -= StrictMath.log(Math.max(gradient[right], Float.MIN_NORMAL));
      gradient[right] -= 1;
      for (int o = at; o < at + outputs; o++) {
        gradient[o] *= (float) mean;
      }
    }
    return loss * mean;
  }

  /** Logits to probabilities, in place. */
  public static void softmax(float[] logits, int at, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + length; i++) {
      max = Math.max(max, logits[i]);
    }
    float sum = 0;
    for (int i = at; i < at + length; i++) {
      logits[i] = (float) FastExp.exp(logits[i] - max);
      sum += logits[i];
    }
    for (int i = at; i < at + length; i++) {
      logits[i] /= sum;
    }
  }
}
