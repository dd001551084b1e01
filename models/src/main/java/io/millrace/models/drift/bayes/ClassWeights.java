/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/** Weight per class. */
final class ClassWeights {
  private double[] weights;

  ClassWeights(int classes) {
    if (classes < 0 || classes > Labels.MAX + 1) {
      throw new IllegalArgumentException(classes + " classes: give 0 to " + (Labels.MAX + 1));
    }
    this.weights = new double[classes];
  }

  void add(int label, double weight) {
    if (label >= weights.length) {
      weights = Arrays.copyOf(weights, label + 1);
    }
    weights[label] += weight;
  }

  int count() {
    return weights.length;
  }

  /** The live array. */
  double[] weights() {
    return weights;
  }

  long heapBytes() {
    return 32 + 8L * weights.length;
  }

  void write(PieceWriter out) {
    out.varint(weights.length);
    for (double weight : weights) {
      out.amount(weight);
    }
  }

  void read(PieceReader in) {
    weights = new double[in.count("classes", Labels.MAX + 1)];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = in.amount();
    }
  }
}
