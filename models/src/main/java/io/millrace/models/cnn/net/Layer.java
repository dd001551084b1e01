/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import java.util.List;

/**
 * One operation with its operands.
 *
 * @param name the node's name in the imported file, or its first output's name where it has none
 * @param onnxOp the ONNX operator it came from, for messages
 * @param inputs ids of the operand values, constants included
 * @param output id of the value that it computes
 */
public record Layer(String name, String onnxOp, Op op, List<Integer> inputs, int output) {
  public Layer {
    inputs = List.copyOf(inputs);
  }

  public int input(int index) {
    return inputs.get(index);
  }

  /** How messages refer to this layer. */
  public String describe() {
    return onnxOp + " '" + name + "'";
  }
}
