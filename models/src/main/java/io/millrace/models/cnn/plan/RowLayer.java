/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import java.util.List;

/**
 * A streamed layer.
 *
 * @param source the network's layer, or the first of those fused
 * @param inputs value ids of the sequences that it reads
 * @param output value id of the sequence that it makes
 */
public record RowLayer(Layer source, RowOp op, List<Integer> inputs, int output) {
  public RowLayer {
    inputs = List.copyOf(inputs);
  }

  /** The same layer with another operand. */
  RowLayer reading(int operand, int instead) {
    return new RowLayer(
        source, op, inputs.stream().map(i -> i == operand ? instead : i).toList(), output);
  }

  boolean isAlias() {
    return op instanceof RowOp.Shift;
  }
}
