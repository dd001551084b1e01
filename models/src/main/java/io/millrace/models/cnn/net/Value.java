/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import java.util.Arrays;

/**
 * A tensor of a {@link Network}: either computed from the input or constant.
 *
 * @param id position in {@link Network#values()}
 * @param name the name in the imported file, for messages
 * @param shape row-major, batch first where there is a batch axis; the batch size is one; empty for
 *     a scalar
 * @param constant the elements when the value does not depend on the input, else null
 */
public record Value(int id, String name, int[] shape, float[] constant) {
  public boolean isConstant() {
    return constant != null;
  }

  public int rank() {
    return shape.length;
  }

  /** The number of elements. */
  public int size() {
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape) + (isConstant() ? " constant" : "");
  }
}
