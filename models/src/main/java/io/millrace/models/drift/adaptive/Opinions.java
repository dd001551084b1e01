/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Votes;
import io.millrace.models.neural.FastExp;
import io.millrace.models.neural.NeuralKernels;
import java.util.Arrays;

/**
 * What the experts think of one instance: for each class a row with an expert's log odds each, the
 * logarithm of its probability less the mean over the classes. An expert that does not know has
 * zeros.
 */
final class Opinions {
  /** Smaller probabilities count as this one. */
  private static final double LEAST = 1e-4;

  /** Share of each expert's probability that is spread over all classes. */
  private static final double DOUBT = 0.01;

  private final int experts;
  private final int stride;
  private int classes;
  private float[] odds = {};
  private double[] logs = {};
  private final int[] winners;

  Opinions(int experts) {
    this.experts = experts;
    stride = (experts + NeuralKernels.BLOCK - 1) / NeuralKernels.BLOCK * NeuralKernels.BLOCK;
    winners = new int[experts];
  }

  /** Forgets all. */
  void clear(int newClasses) {
    if (newClasses != classes) {
      classes = newClasses;
      odds = new float[classes * stride];
      logs = new double[classes];
    } else {
      Arrays.fill(odds, 0);
    }
    Arrays.fill(winners, -1);
  }

  /** Votes that are not normalised; none at all is no opinion. */
  void take(int expert, Votes votes) {
    double sum = votes.sum();
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      return;
    }
    for (int c = 0; c < classes; c++) {
      logs[c] = votes.of(c) / sum * (1 - DOUBT) + DOUBT / classes;
    }
    centre(expert);
  }

  /** Probabilities. */
  void take(int expert, float[] probabilities) {
    for (int c = 0; c < classes; c++) {
      logs[c] = Math.max(LEAST, probabilities[c]);
    }
    centre(expert);
  }

  /** Counts of labels, with a prior weight spread over all classes. */
  void take(int expert, Memory memory, int slot, double prior) {
    double total = prior;
    for (int c = 0; c < classes; c++) {
      logs[c] = memory.count(slot, c);
      total += logs[c];
    }
    for (int c = 0; c < classes; c++) {
      logs[c] = Math.max(LEAST, (logs[c] + prior / classes) / total);
    }
    centre(expert);
  }

  private void centre(int expert) {
    double mean = 0;
    int winner = 0;
    for (int c = 0; c < classes; c++) {
      winner = logs[c] > logs[winner] ? c : winner;
    }
    for (int c = 0; c < classes; c++) {
      logs[c] = FastExp.log(logs[c]);
      mean += logs[c];
    }
    mean /= classes;
    for (int c = 0; c < classes; c++) {
      odds[c * stride + expert] = (float) (logs[c] - mean);
    }
    winners[expert] = winner;
  }

  int experts() {
    return experts;
  }

  int classes() {
    return classes;
  }

  /** Floats from one class to the next, a multiple of the kernels' block. */
  int stride() {
    return stride;
  }

  /** The live array. */
  float[] odds() {
    return odds;
  }

  float odds(int expert, int label) {
    return odds[label * stride + expert];
  }

  /** The class an expert thinks most likely, the first of equals; -1 without an opinion. */
  int winner(int expert) {
    return winners[expert];
  }
}
