/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import java.util.Arrays;

/** Arithmetic on shapes; lengths of zero are allowed for constants. */
final class Shapes {
  private Shapes() {}

  /** The number of elements, or -1 where it does not fit an int. */
  static long size(int[] shape) {
    long size = 1;
    for (int length : shape) {
      if (length == 0) {
        return 0;
      }
      size = size < 0 || length < 0 ? -1 : size * length;
      if (size > Integer.MAX_VALUE) {
        size = -1;
      }
    }
    return size;
  }

  /** The number of elements of shape[from, to). */
  static int span(int[] shape, int from, int to) {
    return Math.toIntExact(size(Arrays.copyOfRange(shape, from, to)));
  }

  /** NumPy's joint shape, or null where the two do not fit. */
  static int[] broadcast(int[] a, int[] b) {
    int[] shape = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= shape.length; i++) {
      int x = i > a.length ? 1 : a[a.length - i];
      int y = i > b.length ? 1 : b[b.length - i];
      if (x != y && x != 1 && y != 1) {
        return null;
      }
      shape[shape.length - i] = x == 1 ? y : x;
    }
    return shape;
  }

  /** Row-major strides of an operand read at indices of the joint shape; zero where it repeats. */
  static int[] strides(int[] operand, int[] joint) {
    int[] strides = new int[joint.length];
    int stride = 1;
    for (int i = 1; i <= operand.length; i++) {
      int length = operand[operand.length - i];
      strides[joint.length - i] = length == 1 ? 0 : stride;
      stride *= length;
    }
    return strides;
  }

  static int[] with(int[] shape, int axis, int length) {
    int[] changed = shape.clone();
    changed[axis] = length;
    return changed;
  }

  static String text(int[] shape) {
    return Arrays.toString(shape);
  }
}
