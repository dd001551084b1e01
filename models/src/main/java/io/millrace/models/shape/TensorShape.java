/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

import java.util.List;

/**
 * A named tensor.
 *
 * @param name not empty, at most 512 characters
 * @param dimensions each at least 0; none for a scalar
 */
public record TensorShape(String name, List<Long> dimensions) {
  /** Checks name and dimensions. */
  public TensorShape {
    dimensions = List.copyOf(dimensions);
    if (name.isEmpty() || name.length() > 512) {
      throw new IllegalArgumentException(
          "a tensor's name has " + name.length() + " characters, must have 1 to 512");
    }
    long values = 1;
    for (long dimension : dimensions) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor '" + name + "' has dimension " + dimension + ", must be >= 0");
      }
      try {
        values = Math.multiplyExact(values, dimension);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "tensor '" + name + "' of " + dimensions + " has more than 2^63 values", e);
      }
    }
  }

  /** A tensor of these dimensions. */
  public static TensorShape of(String name, long... dimensions) {
    return new TensorShape(name, java.util.Arrays.stream(dimensions).boxed().toList());
  }

  /** How many values it holds. */
  public long values() {
    long values = 1;
    for (long dimension : dimensions) {
      values *= dimension;
    }
    return values;
  }
}
