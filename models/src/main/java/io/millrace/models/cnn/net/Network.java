/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import java.util.List;

/**
 * A network over one window: a directed acyclic graph in evaluation order, one input of shape (1,
 * channels, window), one output.
 *
 * @param values all tensors; a value's id is its index
 * @param layers in evaluation order; every operand is the input, a constant or an earlier layer's
 *     output
 * @param input id of the input value
 * @param output id of the output value
 */
public record Network(List<Value> values, List<Layer> layers, int input, int output) {
  public Network {
    values = List.copyOf(values);
    layers = List.copyOf(layers);
  }

  public Value value(int id) {
    return values.get(id);
  }

  public int channels() {
    return value(input).shape()[1];
  }

  /** The window length L in samples. */
  public int window() {
    return value(input).shape()[2];
  }

  public int outputSize() {
    return value(output).size();
  }
}
