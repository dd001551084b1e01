/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.onnx.Operand.Tensor;
import java.util.List;

/** Moves the elements of constants about: transposition, slices, repetition, selection, joining. */
final class TensorLayout {
  private final Budget budget;

  TensorLayout(Budget budget) {
    this.budget = budget;
  }

  /** An uninitialised constant of the type, its memory claimed. */
  Tensor allocate(Tensor.Type type, int[] shape) {
    long size = Shapes.size(shape);
    if (type == Tensor.Type.FLOAT) {
      budget.floats(size);
      return new Tensor(type, shape, new float[(int) size], null);
    }
    budget.longs(size);
    return new Tensor(type, shape, null, new long[(int) size]);
  }

  Tensor transpose(Tensor x, int[] perm) {
    int[] shape = new int[perm.length];
    int[] strides = new int[perm.length];
    int[] from = rowMajor(x.shape());
    for (int i = 0; i < perm.length; i++) {
      shape[i] = x.shape()[perm[i]];
      strides[i] = from[perm[i]];
    }
    return strided(x, shape, 0, strides);
  }

  Tensor slice(Tensor x, int axis, int start, int step, int count) {
    int[] strides = rowMajor(x.shape());
    int base = count == 0 ? 0 : start * strides[axis];
    strides[axis] *= step;
    return strided(x, Shapes.with(x.shape(), axis, count), base, strides);
  }

  /** To a shape that {@link Shapes#broadcast} allows. */
  Tensor expand(Tensor x, int[] shape) {
    return strided(x, shape, 0, Shapes.strides(x.shape(), shape));
  }

  Tensor gather(Tensor x, int axis, int[] indices) {
    Tensor y = allocate(x.type(), Shapes.with(x.shape(), axis, indices.length));
    int inner = Shapes.span(x.shape(), axis + 1, x.rank());
    int outer = Shapes.span(x.shape(), 0, axis);
    int length = x.shape()[axis];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.length; i++) {
        copy(x, (o * length + indices[i]) * inner, y, (o * indices.length + i) * inner, inner);
      }
    }
    return y;
  }

  /** Of tensors of one type whose shapes agree but for the axis. */
  Tensor concat(int axis, List<Tensor> parts, int[] shape) {
    Tensor y = allocate(parts.get(0).type(), shape);
    int inner = Shapes.span(shape, axis + 1, shape.length);
    int outer = Shapes.span(shape, 0, axis);
    int at = 0;
    for (Tensor part : parts) {
      int run = part.shape()[axis] * inner;
      for (int o = 0; o < outer; o++) {
        copy(part, o * run, y, o * shape[axis] * inner + at, run);
      }
      at += run;
    }
    return y;
  }

  private static void copy(Tensor x, int from, Tensor y, int to, int count) {
    if (x.type() == Tensor.Type.FLOAT) {
      System.arraycopy(x.floats(), from, y.floats(), to, count);
    } else {
      System.arraycopy(x.longs(), from, y.longs(), to, count);
    }
  }

  private Tensor strided(Tensor x, int[] shape, int base, int[] strides) {
    Tensor y = allocate(x.type(), shape);
    Walk walk = new Walk(shape, strides);
    for (int i = 0; i < y.size(); i++) {
      if (x.type() == Tensor.Type.FLOAT) {
        y.floats()[i] = x.floats()[base + walk.offset()];
      } else {
        y.longs()[i] = x.longs()[base + walk.offset()];
      }
      walk.next();
    }
    return y;
  }

  static int[] rowMajor(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** Visits the indices of a shape in row-major order and keeps the offset that strides give. */
  static final class Walk {
    private final int[] shape;
    private final int[] strides;
    private final int[] index;
    private int offset;

    Walk(int[] shape, int[] strides) {
      this.shape = shape;
      this.strides = strides;
      this.index = new int[shape.length];
    }

    int offset() {
      return offset;
    }

    void next() {
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        offset += strides[axis];
        if (++index[axis] < shape[axis]) {
          return;
        }
        offset -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  }
}
