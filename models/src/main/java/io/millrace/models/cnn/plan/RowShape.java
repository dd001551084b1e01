/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Value;
import java.util.List;

/**
 * The axes of a sequence other than time, and how they lie in a row: in their order, the last
 * fastest.
 */
final class RowShape {
  private final int[] shape;
  private final int time;
  private final int width;

  RowShape(int[] shape, int time) {
    this.shape = shape;
    this.time = time;
    int product = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      product *= axis == time ? 1 : shape[axis];
    }
    this.width = product;
  }

  /** For each element of a row its coordinate on an axis. */
  int[] coordinate(int axis) {
    int[] coordinates = new int[width];
    int stride = stride(axis);
    for (int i = 0; i < width; i++) {
      coordinates[i] = i / stride % shape[axis];
    }
    return coordinates;
  }

  /** Distance in a row between neighbours on an axis. */
  private int stride(int axis) {
    int stride = 1;
    for (int a = axis + 1; a < shape.length; a++) {
      stride *= a == time ? 1 : shape[a];
    }
    return stride;
  }

  /**
   * Row indices of the elements whose coordinate on the axis is one of the indices, in their order.
   */
  int[] select(int axis, int[] indices) {
    int stride = stride(axis);
    int outer = width / (stride * shape[axis]);
    int[] map = new int[outer * indices.length * stride];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (int index : indices) {
        for (int i = 0; i < stride; i++) {
          map[next++] = (o * shape[axis] + index) * stride + i;
        }
      }
    }
    return map;
  }

  /** For each element of the permuted row its place in this one. */
  int[] permute(List<Integer> perm) {
    int[] permuted = new int[shape.length];
    for (int i = 0; i < permuted.length; i++) {
      permuted[i] = shape[perm.get(i)];
    }
    RowShape out = new RowShape(permuted, perm.indexOf(time));
    int[] map = new int[width];
    for (int i = 0; i < permuted.length; i++) {
      if (perm.get(i) != time) {
        int[] coordinates = out.coordinate(i);
        int stride = stride(perm.get(i));
        for (int e = 0; e < width; e++) {
          map[e] += coordinates[e] * stride;
        }
      }
    }
    return map;
  }

  /**
   * For each element of this row its place in the row of an operand that is broadcast to this
   * shape; null if it is not.
   */
  int[] operandMap(int[] operand, int operandTime) {
    RowShape in = new RowShape(operand, operandTime);
    int lead = shape.length - operand.length;
    int[] map = new int[width];
    for (int axis = 0; axis < operand.length; axis++) {
      if (axis == operandTime || operand[axis] == 1) {
        continue;
      }
      if (operand[axis] != shape[axis + lead]) {
        return null;
      }
      int[] coordinates = coordinate(axis + lead);
      int stride = in.stride(axis);
      for (int e = 0; e < width; e++) {
        map[e] += coordinates[e] * stride;
      }
    }
    return map;
  }

  /** A constant broadcast to this shape, as one row; null when it varies in time. */
  float[] constantRow(Value constant) {
    int[] operand = constant.shape();
    int lead = shape.length - operand.length;
    int operandTime = time - lead;
    int steps = operandTime < 0 ? 1 : operand[operandTime];
    if (lead < 0) {
      return null;
    }
    int inner = 1;
    for (int axis = operand.length - 1; axis > operandTime && axis >= 0; axis--) {
      inner *= operand[axis];
    }
    float[] data = constant.constant();
    for (int i = 0; steps > 1 && i < data.length; i++) {
      int first = i - i / inner % steps * inner;
      if (Float.floatToIntBits(data[i]) != Float.floatToIntBits(data[first])) {
        return null;
      }
    }
    float[] row = new float[width];
    for (int e = 0; e < width; e++) {
      int index = 0;
      int stride = 1;
      for (int axis = operand.length - 1; axis >= 0; axis--) {
        if (axis != operandTime && operand[axis] != 1) {
          index += e / stride(axis + lead) % shape[axis + lead] * stride;
        }
        stride *= operand[axis];
      }
      row[e] = data[index];
    }
    return row;
  }
}
