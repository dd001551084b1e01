/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.neural.Losses;

/** The experts' weights for one instance: the softmax of the router's outputs. */
final class Routing {
  private final double temperature;
  private float[] weights = new float[0];
  private int experts;

  Routing(double temperature) {
    this.temperature = temperature;
  }

  void take(float[] logits, int count) {
    experts = count;
    if (weights.length < count) {
      weights = new float[count];
    }
    for (int e = 0; e < count; e++) {
      weights[e] = (float) (logits[e] / temperature);
    }
    Losses.softmax(weights, 0, count);
  }

  /** The expert with the largest weight, the first of equals. */
  int largest() {
    return largest(0);
  }

  /** The same without those whose bit is set. */
  int largest(long without) {
    int best = -1;
    for (int e = 0; e < experts; e++) {
      if ((without >>> e & 1) == 0 && (best < 0 || weights[e] > weights[best])) {
        best = e;
      }
    }
    return best;
  }

  double weight(int expert) {
    return weights[expert];
  }

  double entropy() {
    double entropy = 0;
    for (int e = 0; e < experts; e++) {
      entropy -= weights[e] > 0 ? weights[e] * Math.log(weights[e]) : 0;
    }
    return entropy;
  }
}
