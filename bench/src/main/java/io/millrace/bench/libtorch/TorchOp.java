/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;

/** A layer as calls of libtorch. */
@FunctionalInterface
interface TorchOp {
  /**
   * @param inputs the layer's operands
   * @param batch how many windows
   */
  NDArray apply(NDArray[] inputs, int batch);
}
