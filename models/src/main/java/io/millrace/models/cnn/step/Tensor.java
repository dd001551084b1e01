/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import java.util.Arrays;

/**
 * Where a tensor lies in a {@link Workspace}.
 *
 * @param slot index of its array
 * @param shape of one sample
 * @param size floats of one sample
 * @param constant whether all samples share one
 */
record Tensor(int slot, int[] shape, int size, boolean constant) {
  float[] in(Workspace workspace) {
    return workspace.slot(slot);
  }

  /** Floats from one sample to the next. */
  int stride() {
    return constant ? 0 : size;
  }

  /** The same floats under another shape. */
  Tensor shaped(int... other) {
    return new Tensor(slot, other, size, constant);
  }

  /** The product of the axes from (inclusive) to (exclusive). */
  static int product(int[] shape, int from, int to) {
    return Arrays.stream(shape, from, to).reduce(1, Math::multiplyExact);
  }

  int outer(int axis) {
    return product(shape, 0, axis);
  }

  int inner(int axis) {
    return product(shape, axis + 1, shape.length);
  }
}
