/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import java.util.List;

/**
 * A network of dense layers with ReLU between them.
 *
 * @param inputs at least 1
 * @param hidden widths of the hidden layers, each at least 1; none gives a linear model
 * @param outputs at least 1
 * @param dropout the probability that an output of the first hidden layer is dropped in training,
 *     in [0, 1)
 */
public record MlpShape(int inputs, List<Integer> hidden, int outputs, double dropout) {
  public MlpShape {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "%d inputs, hidden layers %s, %d outputs: each must be at least 1"
              .formatted(inputs, hidden, outputs));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout=" + dropout + ": give a probability in [0, 1)");
    }
  }

  /** Layers of weights. */
  int layers() {
    return hidden.size() + 1;
  }

  int inputsOf(int layer) {
    return layer == 0 ? inputs : hidden.get(layer - 1);
  }

  int outputsOf(int layer) {
    return layer == hidden.size() ? outputs : hidden.get(layer);
  }

  MlpShape withOutputs(int newOutputs) {
    return new MlpShape(inputs, hidden, newOutputs, dropout);
  }
}
