/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;

/** One rewriting step, shown every layer in evaluation order. */
@FunctionalInterface
interface Pass {
  /**
   * Appends the layer, or something equal, to the draft, or makes its output an alias.
   *
   * @param layer its operands resolved in the draft
   * @param draft holds what has become of all earlier layers
   * @param uses how often each value was read before the pass began
   */
  void visit(Layer layer, Draft draft, int[] uses);
}
